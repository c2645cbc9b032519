package org.yamori.cli.analyze;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FindingsFileTest {
    @TempDir
    private Path folder;

    /** A finding of 10 bytes of document takes 200 more: with runs of 1,000 bytes the fifth one fills a run. */
    @Test
    void findings_leaveMemoryAsSoonAsARunIsFull() throws IOException {
        try (FindingsFile file = new FindingsFile(folder, 1_000)) {
            for (int i = 1; i <= 4; i++) {
                file.accept(finding("traffic", String.valueOf(i), 1, i));
            }
            assertThat(runs()).isZero();
            file.accept(finding("traffic", "5", 1, 5));
            assertThat(runs()).isEqualTo(1);
            file.accept(finding("traffic", "6", 1, 6));
            assertThat(runs()).isEqualTo(1);
        }
        assertThat(runs()).isZero();
    }

    private long runs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".run")).count();
        }
    }

    @Test
    void findings_areInTheOrderOfAnchorKindAndId() throws IOException {
        assertThat(written(
                        1 << 20,
                        List.of(
                                finding("traffic", "b", 1, 20),
                                finding("traffic", "a", 1, 20),
                                finding("sensor", "z", 1, 20),
                                finding("traffic", "c", 1, -5))))
                .containsExactly("traffic c 1", "sensor z 1", "traffic a 1", "traffic b 1");
    }

    @Test
    void lastRevision_isKept_whateverTheOrder() throws IOException {
        assertThat(written(
                        1 << 20,
                        List.of(
                                finding("surge", "a", 2, 7),
                                finding("surge", "a", 10, 7),
                                finding("surge", "a", 9, 7),
                                finding("surge", "b", 1, 7))))
                .containsExactly("surge a 10", "surge b 1");
    }

    @Test
    void sameIdOfAnotherKind_isAnotherFinding() throws IOException {
        assertThat(written(1 << 20, List.of(finding("surge", "a", 1, 7), finding("traffic", "a", 1, 7))))
                .hasSize(2);
    }

    @Test
    void nothingFound_isAnEmptyFile() throws IOException {
        assertThat(written(1 << 20, List.of())).isEmpty();
    }

    /** 6,000 findings of three revisions in runs of at least one each: more runs than are merged at once. */
    @Test
    void manyRuns_giveTheSameBytesAsOne() throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            for (int revision = 1; revision <= 3; revision++) {
                findings.add(finding("traffic", String.format("%05d", i), revision, i / 7));
            }
            expected.add("traffic " + String.format("%05d", i) + " 3");
        }
        long seed = 20161127;
        for (int runBytes : new int[] {250, 20_000, 1 << 24}) {
            Collections.shuffle(findings, new Random(seed));
            assertThat(written(runBytes, findings))
                    .as("runs of %s bytes, seed %s", runBytes, seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void runs_areGoneAfterwards() throws IOException {
        written(250, List.of(finding("a", "1", 1, 1), finding("a", "2", 1, 2), finding("a", "3", 1, 3)));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("findings.jsonl");
        }
    }

    @Test
    void counts_tellFindingsFromRevisions() throws IOException {
        try (FindingsFile file = new FindingsFile(folder)) {
            file.acceptAll(List.of(finding("a", "1", 1, 1), finding("a", "1", 2, 1), finding("a", "2", 1, 1))
                    .iterator());
            assertThat(file.write(folder.resolve("findings.jsonl"))).isEqualTo(new FindingsFile.Written(2, 3));
        }
    }

    @Test
    void findingAfterTheEnd_isAnError() throws IOException {
        try (FindingsFile file = new FindingsFile(folder)) {
            file.write(folder.resolve("findings.jsonl"));
            assertThatThrownBy(() -> file.accept(finding("a", "late-one", 1, 1)))
                    .hasMessageContaining("late-one");
        }
    }

    private List<String> written(int runBytes, List<Finding> findings) throws IOException {
        Path out = folder.resolve("findings.jsonl");
        try (FindingsFile file = new FindingsFile(folder, runBytes)) {
            for (Finding finding : findings) {
                file.accept(finding);
            }
            file.write(out);
        }
        return Files.readAllLines(out);
    }

    private static Finding finding(String kind, String id, long revision, long anchorMicros) {
        return new Finding(
                kind, id, revision, anchorMicros, (kind + " " + id + " " + revision).getBytes(StandardCharsets.UTF_8));
    }
}
