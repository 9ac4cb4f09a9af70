"""Files as NumPy and SciPy write them, and what these read from others, for the tests of .npy and .npz.

made_by_numpy.py make npy|npz FOLDER   writes files into FOLDER and prints what each holds
made_by_numpy.py show FILE...          prints what each file holds, as NumPy and SciPy read it

One line a tensor: file, array ("-" without a name), element type, stored values, shape ("1" per dimension joined
by "x", "-" of a single value), and all values, row-major, as hexadecimal floats of 32 bits.
"""

import os
import sys

import numpy as np

NAMES = {"b": "bool", "i": "s", "u": "u", "f": "f"}


def name_of(dtype):
    return "bool" if dtype.kind == "b" else NAMES[dtype.kind] + str(8 * dtype.itemsize)


def line(file, array, values, dense, stored=None):
    shape = "x".join(map(str, dense.shape)) or "-"
    numbers = " ".join(float(value).hex() for value in dense.astype(np.float32).ravel(order="C"))
    count = dense.size if stored is None else stored
    print(os.path.basename(file), array or "-", name_of(values.dtype), count, shape, numbers)


def drawn(random, dtype, shape):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return random.integers(0, 2, shape).astype(dtype)
    if dtype.kind == "f":
        return np.asarray(random.normal(0, 3, shape)).astype(dtype)
    limits = np.iinfo(dtype)
    return np.asarray(random.integers(limits.min, limits.max, shape, dtype.newbyteorder("="), True)).astype(dtype)


def make_npy(folder):
    random = np.random.default_rng(1)
    shapes = [(), (1,), (7,), (3, 4), (1, 5), (5, 1), (2, 3, 4), (2, 1, 3, 5), (3, 2, 2, 1, 3)]
    codes = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]
    for number, code in enumerate(codes):
        for order in "<>":
            for fortran in "CF":
                for version in [(1, 0), (2, 0), (3, 0)]:
                    for shape in random.permutation(len(shapes))[:3]:
                        values = drawn(random, order + code, shapes[shape])
                        values = np.asarray(values, order=fortran)
                        file = f"{folder}/{code}{'le' if order == '<' else 'be'}{fortran}{version[0]}-{shape}.npy"
                        with open(file, "wb") as out:
                            np.lib.format.write_array(out, values, version)
                        line(file, "", values, values)


def make_npz(folder):
    import scipy.sparse

    random = np.random.default_rng(2)
    for compressed in [False, True]:
        save = np.savez_compressed if compressed else np.savez
        arrays = {"fc6": drawn(random, "<f4", (3, 5)), "conv/1": drawn(random, ">f2", (2, 3, 3, 3)),
                  "größe": np.asfortranarray(drawn(random, "<i2", (4, 2))), "one": drawn(random, "<f8", ())}
        file = f"{folder}/arrays-{compressed}.npz"
        save(file, labels=np.array(["cat", "dog"]), **arrays)
        for name, values in arrays.items():
            line(file, name, values, values)
        file = f"{folder}/data-{compressed}.npz"
        values = drawn(random, "<f4", (40, 60))
        save(file, data=values)
        line(file, "data", values, values)

        for number, dtype in enumerate(["f4", "f8", "f2", "i1", "b1"]):
            dense = drawn(random, dtype, (6, 8)) * (random.random((6, 8)) < 0.4)
            dense = dense.astype(dtype)
            wide = dense.astype("f8") if dtype == "f2" else dense  # SciPy computes with no f2
            for kind in ["csr", "csc", "coo", "bsr"]:
                matrix = scipy.sparse.bsr_matrix(wide, blocksize=(2, 4)) if kind == "bsr" \
                    else getattr(scipy.sparse, kind + "_matrix")(wide)
                if kind == "coo":
                    order = random.permutation(matrix.nnz)
                    matrix.row, matrix.col = matrix.row[order], matrix.col[order]
                    matrix.data = matrix.data[order]
                elif number % 2:
                    matrix.indices = matrix.indices.astype(np.int64)
                    matrix.indptr = matrix.indptr.astype(np.int64)
                if dtype == "f2":
                    matrix.data = matrix.data.astype("f2")
                file = f"{folder}/{kind}-{dtype}-{compressed}.npz"
                scipy.sparse.save_npz(file, matrix, compressed)
                line(file, "", matrix.data, dense, matrix.data.size)
        file = f"{folder}/empty-{compressed}.npz"
        scipy.sparse.save_npz(file, scipy.sparse.csr_matrix((4, 3), dtype="f4"), compressed)
        line(file, "", np.zeros(0, "f4"), np.zeros((4, 3)), 0)

    unsorted = scipy.sparse.csr_matrix((np.ones(2, "f4"), np.array([2, 0]), np.array([0, 2])), (1, 3))
    scipy.sparse.save_npz(f"{folder}/unsorted.npz", unsorted)
    twice = scipy.sparse.csr_matrix((np.ones(2, "f4"), np.array([1, 1]), np.array([0, 2])), (1, 3))
    scipy.sparse.save_npz(f"{folder}/twice.npz", twice)
    twice = scipy.sparse.coo_matrix((np.ones(3, "f4"), (np.array([0, 1, 0]), np.array([1, 1, 1]))), (2, 3))
    scipy.sparse.save_npz(f"{folder}/coo-twice.npz", twice)
    scipy.sparse.save_npz(f"{folder}/dia.npz", scipy.sparse.eye(3, format="dia"))


def show(file):
    loaded = np.load(file)
    if isinstance(loaded, np.ndarray):
        line(file, "", loaded, loaded)
    elif "indptr" in loaded.files:
        import scipy.sparse

        matrix = scipy.sparse.load_npz(file)
        matrix.check_format(full_check=True)
        assert matrix.format == "csr" and matrix.has_sorted_indices and matrix.indices.dtype == np.int32
        line(file, "", matrix.data, matrix.toarray(), matrix.nnz)
    else:
        for name in loaded.files:
            line(file, name, loaded[name], loaded[name])


if sys.argv[1] == "make":
    {"npy": make_npy, "npz": make_npz}[sys.argv[2]](sys.argv[3])
else:
    for argument in sys.argv[2:]:
        show(argument)
