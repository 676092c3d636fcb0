package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;

/**
 * A unit of work: one input file and its number.
 *
 * @param number its place in the plan
 */
record Unit(int number, ArchiveFile file) {

    /** How Flink carries a unit from operator to operator. */
    static final TypeInformation<Tuple5<Integer, String, String, Long, Long>> TYPE =
            Types.TUPLE(Types.INT, Types.STRING, Types.STRING, Types.LONG, Types.LONG);

    Tuple5<Integer, String, String, Long, Long> toTuple() {
        return Tuple5.of(number, file.uri(), file.name(), file.length(), file.modified());
    }

    static Unit of(Tuple5<Integer, String, String, Long, Long> tuple) {
        return new Unit(tuple.f0, new ArchiveFile(tuple.f1, tuple.f2, tuple.f3, tuple.f4));
    }
}
