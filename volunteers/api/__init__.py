"""`/api/v1/` for volunteers: calls, applying, one's own application."""

from ninja import Router

from volunteers.api import applications, calls, own

router = Router()
router.add_router("", calls.router)
router.add_router("", applications.router)
router.add_router("", own.router)
