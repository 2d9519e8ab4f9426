"""The form that says where the squares of a map stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from dondoc_web.figures.arranging import FARTHEST
from dondoc_web.figures.completeness import Square
from dondoc_web.figures.squares import At


class PlacesForm(forms.Form):
    """Column and row of each square; both empty: its shipped place, or the rows below."""

    def __init__(self, squares: Sequence[Square], places: Mapping[str, At], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.squares = squares
        for n, square in enumerate(squares):
            at = places.get(square.key, (None, None))
            for name, label, value in (("column", _("Cột"), at[0]), ("row", _("Hàng"), at[1])):
                self.fields[f"{name}_{n}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=1,
                    max_value=FARTHEST,
                    initial=value,
                    widget=forms.NumberInput(
                        attrs={"class": "form-control", "aria-label": f"{label}: {square.full_name}"}
                    ),
                )

    def rows(self) -> list[tuple[Square, forms.BoundField, forms.BoundField]]:
        """Each square with its two fields."""
        return [(one, self[f"column_{n}"], self[f"row_{n}"]) for n, one in enumerate(self.squares)]

    def clean(self) -> None:
        """A column without a row is no place."""
        for n, square in enumerate(self.squares):
            given = [self.cleaned_data.get(f"{name}_{n}") for name in ("column", "row")]
            if (given[0] is None) != (given[1] is None) and not {f"column_{n}", f"row_{n}"} & self.errors.keys():
                self.add_error(f"column_{n}", _g("Hãy ghi cả cột và hàng: %s.") % square.full_name)

    def places(self) -> dict[str, At | None]:
        """What was typed, by the key of the square."""
        said = self.cleaned_data
        pairs = {one.key: (said[f"column_{n}"], said[f"row_{n}"]) for n, one in enumerate(self.squares)}
        return {key: None if at[0] is None else at for key, at in pairs.items()}
