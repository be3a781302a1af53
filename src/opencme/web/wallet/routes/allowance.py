"""Addresses: allowances, expenses with receipts, statements."""

from django.urls import URLPattern, path

from opencme.web.wallet.views.allowance import allowances, expenses

urlpatterns: list[URLPattern] = [
    path("allowance/", allowances.overview, name="allowance"),
    path("allowance/new/", allowances.add, name="allowance-new"),
    path("allowance/expenses/new/", expenses.add, name="allowance-expense-new"),
    path("allowance/expenses/<uuid:expense_id>/", expenses.change, name="allowance-expense"),
    path("allowance/expenses/<uuid:expense_id>/remove/", expenses.remove, name="allowance-expense-remove"),
    path("allowance/expenses/<uuid:expense_id>/restore/", expenses.restore, name="allowance-expense-restore"),
    path("allowance/<uuid:allowance_id>/", allowances.one, name="allowance-one"),
    path("allowance/<uuid:allowance_id>/change/", allowances.change, name="allowance-change"),
    path("allowance/<uuid:allowance_id>/remove/", allowances.remove, name="allowance-remove"),
    path("allowance/<uuid:allowance_id>/restore/", allowances.restore, name="allowance-restore"),
    path("allowance/<uuid:allowance_id>/paid-back/", allowances.paid_back, name="allowance-paid-back"),
    path("allowance/<uuid:allowance_id>/<str:kind>.<str:ending>", allowances.statement, name="allowance-statement"),
]
