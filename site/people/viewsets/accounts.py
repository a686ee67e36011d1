"""Staff accounts: whoever manages them cannot make herself or others almighty."""

from django.core.exceptions import PermissionDenied
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet


class NotAboveOneself:
    """A superuser's account and the superuser mark are for superusers only."""

    def get_object(self, *args, **kwargs):
        account = super().get_object(*args, **kwargs)
        if account.is_superuser and not self.request.user.is_superuser:
            raise PermissionDenied
        return account


class WithoutSuperuserMark:
    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if not self.request.user.is_superuser and "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = True
        return form


class AccountCreateView(WithoutSuperuserMark, CreateView):
    """A new account, never a superuser's unless a superuser makes it."""


class AccountEditView(WithoutSuperuserMark, NotAboveOneself, EditView):
    """An account with its groups; its password can be set here."""


class AccountDeleteView(NotAboveOneself, DeleteView):
    """Deleting an account."""


class AccountViewSet(UserViewSet):
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
