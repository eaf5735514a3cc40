"""What tables are made of: fields of eight bytes, one row per entity."""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.void]
f8, i8, u1 = "f8", "i8", "u1"


def table(*fields: tuple[str, str] | tuple[str, str, tuple[int, ...]]) -> np.dtype[np.void]:
    return np.dtype(list(fields), align=True)
