package io.github.flinkwasm.replay.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.replay.archive.ArchiveCounts;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import io.github.flinkwasm.replay.archive.ArchiveFiles;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.ArchiveOptions;
import io.github.flinkwasm.replay.archive.ArchiveReader;
import io.github.flinkwasm.replay.archive.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader finds in every file what was written into it: formats and compressions by content. */
class MixedArchiveTest {
    private static final long SIZE = 24 << 20;

    @TempDir private static Path directory;

    private static List<CorpusFile> account = List.of();

    @BeforeAll
    static void generate() throws IOException, InterruptedException {
        account = MixedArchive.generate(directory, SIZE, 7, 2);
    }

    @Test
    void everyFormatAndCompressionIsThere() {
        // Given
        Set<ArchiveFormat> formats = EnumSet.noneOf(ArchiveFormat.class);
        Set<Compression> compressions = EnumSet.noneOf(Compression.class);

        // When
        for (CorpusFile file : account) {
            formats.add(file.format());
            compressions.add(file.compression());
        }

        // Then
        assertThat(formats)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(ArchiveFormat.AUTO)));
        assertThat(compressions).containsExactlyInAnyOrder(Compression.values());
        assertThat(account.stream().mapToLong(CorpusFile::unreadable).sum()).isPositive();
        assertThat(account.stream().mapToLong(CorpusFile::joined).sum()).isPositive();
        assertThat(account.stream().mapToLong(CorpusFile::markers).sum()).isPositive();
    }

    @Test
    void sameSeedGivesSameContent(@TempDir Path again) throws Exception {
        // Given
        List<CorpusFile> first = account;

        // When
        List<CorpusFile> second = MixedArchive.generate(again, SIZE, 7, 1);

        // Then
        assertThat(second).isEqualTo(first).isEqualTo(MixedArchive.account(again));
    }

    @ParameterizedTest
    @EnumSource
    void readerFindsExactlyWhatWasWritten(EventFormat recordFormat) throws Exception {
        // Given
        List<ArchiveFile> files = ArchiveFiles.find(List.of(directory.toString()));
        ArchiveOptions options = ArchiveOptions.builder().setRecordFormat(recordFormat).build();

        // When
        List<CorpusFile> found = new ArrayList<>();
        for (ArchiveFile file : files) {
            found.add(read(file, options));
        }

        // Then
        assertThat(found).isEqualTo(account);
    }

    private static CorpusFile read(ArchiveFile file, ArchiveOptions options) throws IOException {
        try (ArchiveReader reader = ArchiveReader.open(file, options)) {
            long items = 0;
            while (reader.advance()) {
                items++;
            }
            ArchiveCounts counts = reader.counts();
            assertThat(items).isEqualTo(counts.events() + counts.unreadable());
            assertThat(reader.compressedPosition()).isEqualTo(file.length());
            return new CorpusFile(
                    file.name(),
                    reader.format(),
                    reader.compression(),
                    counts.bytes(),
                    file.length(),
                    counts.lines(),
                    counts.events(),
                    counts.unreadable(),
                    counts.blank(),
                    counts.joined(),
                    counts.markers());
        }
    }
}
