"""`/api/v1/` for programs: what is on, and registering for it."""

from ninja import Router

from programs.api import occurrences, registrations

router = Router()
router.add_router("", occurrences.router)
router.add_router("", registrations.router)
