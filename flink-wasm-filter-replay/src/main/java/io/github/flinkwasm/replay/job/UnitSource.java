package io.github.flinkwasm.replay.job;

import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Gives out units in their order, each to whichever task asks first; a task asks again once it is
 * done with one.
 */
final class UnitSource
        implements Source<
                Tuple5<Integer, String, String, Long, Long>,
                UnitSource.Split,
                Collection<UnitSource.Split>> {
    private static final long serialVersionUID = 1L;

    private static final int VERSION = 1;

    @SuppressWarnings("serial") // an ArrayList
    private final List<Tuple5<Integer, String, String, Long, Long>> units;

    UnitSource(List<Unit> units) {
        this.units = new ArrayList<>(units.size());
        units.forEach(unit -> this.units.add(unit.toTuple()));
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<Split, Collection<Split>> createEnumerator(
            SplitEnumeratorContext<Split> context) {
        return new IteratorSourceEnumerator<>(context, units.stream().map(Split::new).toList());
    }

    @Override
    public SplitEnumerator<Split, Collection<Split>> restoreEnumerator(
            SplitEnumeratorContext<Split> context, Collection<Split> checkpoint) {
        return new IteratorSourceEnumerator<>(context, checkpoint);
    }

    @Override
    public SourceReader<Tuple5<Integer, String, String, Long, Long>, Split> createReader(
            SourceReaderContext context) {
        return new IteratorSourceReader<>(context);
    }

    @Override
    public SimpleVersionedSerializer<Split> getSplitSerializer() {
        return new SplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Collection<Split>> getEnumeratorCheckpointSerializer() {
        return new SplitsSerializer();
    }

    /** One unit. */
    static final class Split
            implements IteratorSourceSplit<
                    Tuple5<Integer, String, String, Long, Long>,
                    Iterator<Tuple5<Integer, String, String, Long, Long>>> {
        private final Tuple5<Integer, String, String, Long, Long> unit;

        Split(Tuple5<Integer, String, String, Long, Long> unit) {
            this.unit = unit;
        }

        @Override
        public String splitId() {
            return String.valueOf(unit.f0);
        }

        @Override
        public Iterator<Tuple5<Integer, String, String, Long, Long>> getIterator() {
            return Collections.singleton(unit).iterator();
        }

        @Override
        public IteratorSourceSplit<
                        Tuple5<Integer, String, String, Long, Long>,
                        Iterator<Tuple5<Integer, String, String, Long, Long>>>
                getUpdatedSplitForIterator(
                        Iterator<Tuple5<Integer, String, String, Long, Long>> iterator) {
            // Whether a unit is finished is in the journal, not here.
            return this;
        }
    }

    private static final class SplitSerializer implements SimpleVersionedSerializer<Split> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(Split split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(split, new DataOutputStream(bytes));
            return bytes.toByteArray();
        }

        @Override
        public Split deserialize(int version, byte[] bytes) throws IOException {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        }
    }

    private static final class SplitsSerializer
            implements SimpleVersionedSerializer<Collection<Split>> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(Collection<Split> splits) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(splits.size());
            for (Split split : splits) {
                write(split, out);
            }
            return bytes.toByteArray();
        }

        @Override
        public Collection<Split> deserialize(int version, byte[] bytes) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int count = in.readInt();
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                splits.add(read(in));
            }
            return splits;
        }
    }

    private static void write(Split split, DataOutputStream out) throws IOException {
        Unit unit = Unit.of(split.unit);
        out.writeInt(unit.number());
        writeText(unit.file().uri(), out);
        writeText(unit.file().name(), out);
        out.writeLong(unit.file().length());
        out.writeLong(unit.file().modified());
    }

    private static Split read(DataInputStream in) throws IOException {
        int number = in.readInt();
        String uri = readText(in);
        String name = readText(in);
        return new Split(
                new Unit(number, new ArchiveFile(uri, name, in.readLong(), in.readLong()))
                        .toTuple());
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
    }
}
