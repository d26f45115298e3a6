"""What may be asked about persons: the shapes of requests."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.asked import Id, Shape

MOST = 100


class ConsentRequest(Shape):
    """The body of PUT /v1/persons/{id}/consent; what is left out stays as it is."""

    personalize: bool | None = Field(default=None, description="Whether answers may be personal at all.")
    hidden: list[Id] | None = Field(
        default=None,
        max_length=200,
        description="Names of all attributes, and `tags.<tag>` of all tags, that may not be used about the person.",
    )


class LinksRequest(Shape):
    """The body of POST /v1/persons/{id}/links: what else is known to be this person."""

    identities: dict[Id, Id] = Field(default_factory=dict, max_length=20)
    persons: list[Id] = Field(default_factory=list, max_length=20, description="Ids of persons to merge into this one.")


class ProvenPerson(Shape):
    """Ids that belong to one person."""

    id: Id | None = None
    identities: dict[Id, Id] = Field(default_factory=dict, max_length=20)


class ProofRequest(Shape):
    """The body of POST /v1/persons/link-proofs."""

    person: ProvenPerson


class AlarmsQuery(BaseModel):
    """The query string of the list of alarms."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=1_000)] = MOST


class PersonQuery(BaseModel):
    """The query string of a person's page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    timeline: Annotated[int, Field(ge=0, le=1_000, description="Latest events that are shown.")] = 50
