# Two images from one file:
#   docker build --target serve -t slotwise .          answers requests, and holds nothing that only training needs
#   docker build --target train -t slotwise-train .    adds what training needs
# Both keep their data (bundles, logs, stores) in /var/lib/slotwise: mount a volume there.

FROM python:3.11-slim AS serve
# One thread a process: workers are the parallelism, and OpenMP's threads do not survive gunicorn's fork.
ENV OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    NUMBA_NUM_THREADS=1 \
    NUMBA_CACHE_DIR=/var/lib/slotwise/.numba \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY slotwise slotwise
COPY training training
COPY service service
COPY seeds seeds
RUN pip install --constraint requirements.lock .
RUN useradd --system --create-home --home-dir /var/lib/slotwise slotwise
USER slotwise
WORKDIR /var/lib/slotwise
EXPOSE 8000
# The slim image has no curl; urlopen raises on a refused connection and on any status of 400 and above.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["slotwise", "serve", "--host", "0.0.0.0", "--port", "8000"]

FROM serve AS train
ENV MLFLOW_DISABLE_TELEMETRY=true
USER root
# LightGBM needs the system's OpenMP library, which slim images lack.
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
RUN pip install --constraint requirements.lock '.[train]'
USER slotwise
WORKDIR /var/lib/slotwise
HEALTHCHECK NONE
CMD ["slotwise", "train", "--help"]
