package io.github.flinkwasm.internal.wasi;

/**
 * The error numbers of WASI preview 1 that a guest can get from this host; the same in {@code
 * wasi_unstable}.
 */
enum Errno {
    SUCCESS(0),
    TOOBIG(1),
    ACCES(2),
    BADF(8),
    BUSY(10),
    DQUOT(19),
    EXIST(20),
    FBIG(22),
    ILSEQ(25),
    INVAL(28),
    IO(29),
    ISDIR(31),
    LOOP(32),
    MFILE(33),
    NAMETOOLONG(37),
    NFILE(41),
    NOENT(44),
    NOMEM(48),
    NOSPC(51),
    NOTDIR(54),
    NOTEMPTY(55),
    NOTSOCK(57),
    NOTSUP(58),
    OVERFLOW(61),
    PERM(63),
    ROFS(69),
    SPIPE(70),
    XDEV(75),
    NOTCAPABLE(76);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** To be thrown. */
    ErrnoException exception() {
        return new ErrnoException(this);
    }
}
