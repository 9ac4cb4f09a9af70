"""Reads the files that matrix_market_test wrote into a folder with SciPy, and writes others there for it."""
import sys

try:
    import numpy as np
    import scipy.io
    import scipy.sparse
except ImportError:
    sys.exit(77)  # which says that the test is to be skipped

folder = sys.argv[1]
expected = np.array([[(i + 1) / (j + 3) if (i + j) % 3 == 0 else 0 for j in range(7)] for i in range(5)])

written = scipy.io.mmread(folder + "/sparse.mtx")
assert scipy.sparse.issparse(written) and written.nnz == 12
assert np.array_equal(written.toarray().astype(np.float32), expected.astype(np.float32))
assert np.array_equal(scipy.io.mmread(folder + "/dense.mtx").astype(np.float32), expected.astype(np.float32))


def write(name, matrix, **options):
    scipy.io.mmwrite(folder + "/scipy-" + name + ".mtx", matrix, comment="from SciPy", **options)


write("sparse", scipy.sparse.csr_matrix(expected))
write("by-columns", scipy.sparse.csc_matrix(expected), symmetry="general")
write("dense", expected)
write("pattern", scipy.sparse.csr_matrix(expected), field="pattern")
symmetric = np.array([[1, 0, 5], [0, -2, 0], [5, 0, 0]])
write("symmetric", scipy.sparse.coo_matrix(symmetric), symmetry="symmetric")
skew = np.array([[0, 0, 5.0], [0, 0, 0], [-5, 0, 0]])
write("skew", scipy.sparse.coo_matrix(skew), symmetry="skew-symmetric")
write("skew-dense", skew, symmetry="skew-symmetric")
