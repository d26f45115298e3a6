"""The shadow's process."""

from service.shadow.process import main

main()
