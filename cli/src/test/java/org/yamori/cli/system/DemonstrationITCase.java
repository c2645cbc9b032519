package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The shortest demonstration, as its page has it, from the draw to the comparison. */
class DemonstrationITCase {
    @TempDir
    private Path folder;

    @Test
    void shortDemonstration_findsWhatWasPlanted_andAccountsForEveryPacket() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "10-demo.md"));
        String example = page.lines()
                .filter(line -> line.startsWith("./yamori demo") && line.contains("--days"))
                .findFirst()
                .orElseThrow();
        Path out = folder.resolve("demo");
        List<String> args = new ArrayList<>(List.of(example.split(" ", -1)));
        args.remove(0);
        args.set(args.indexOf("--out") + 1, out.toString());

        YamoriProcess.run(args, folder);

        String summary = Files.readString(out.resolve("demonstration.txt"));
        assertThat(summary)
                .containsPattern("\n  traffic +found: sources of tcp/30536 rose from ")
                .containsPattern("\n  traffic +found: [0-9,]+ packets of tcp/58331 in the minutes ")
                .containsPattern("\n  traffic +found: [0-9,]+ minutes .* say that they are incomplete")
                .containsPattern("\nnot planted +nothing else was found\n");
        long captured = 0;
        for (String line : Files.readAllLines(out.resolve("labels.jsonl"))) {
            JsonNode label = new ObjectMapper().readTree(line);
            captured += label.get("packets").asLong();
            if (label.has("missed")) {
                assertThat(summary)
                        .containsPattern("\n  sensor +found: helsinki-1 told of %,d packets dropped"
                                .formatted(label.at("/missed/packets").asLong()));
            }
        }
        JsonNode ledger =
                new ObjectMapper().readTree(out.resolve("result/ledger.json").toFile());
        assertThat(ledger.at("/in_all/captured").asLong()).isEqualTo(captured);
        assertThat(ledger.at("/in_all/counted").asLong()).isEqualTo(captured);
        assertThat(ledger.get("holds").asBoolean()).isTrue();
    }
}
