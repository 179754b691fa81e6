"""振り返り: the draft and its lines (``review``), and what stands (``records``)."""

from hub.reviews.models.records import (
    CommentKind,
    ReviewComment,
    ReviewStep,
    ReviewSubmission,
    StepKind,
)
from hub.reviews.models.review import (
    REVIEW_VISIBILITIES,
    SETTLED,
    WITH_OFFICE,
    WRITING,
    Review,
    ReviewDeadline,
    ReviewKind,
    ReviewLeftOut,
    ReviewLine,
    ReviewOtherDate,
    ReviewState,
    ReviewVisibility,
    Section,
)

__all__ = [
    "REVIEW_VISIBILITIES",
    "SETTLED",
    "WITH_OFFICE",
    "WRITING",
    "CommentKind",
    "Review",
    "ReviewComment",
    "ReviewDeadline",
    "ReviewKind",
    "ReviewLeftOut",
    "ReviewLine",
    "ReviewOtherDate",
    "ReviewState",
    "ReviewStep",
    "ReviewSubmission",
    "ReviewVisibility",
    "Section",
    "StepKind",
]
