package org.yamori.cli.report;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yamori.cli.report.TrafficRow.Party;
import org.yamori.cli.report.TrafficRow.Series;
import org.yamori.cli.report.TrafficRow.Sources;
import org.yamori.cli.report.TrafficRow.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrafficRowTest {
    @Test
    void document_isReadInTheConfiguredCalendar() throws IOException {
        assertThat(TrafficRow.parse("""
                        {"@timestamp":"2014-10-20T15:00:00Z","event":{"kind":"metric","tags":["a",{"b":1}]},
                         "yamori":{"finding":{"kind":"traffic","id":"0f","revision":1},"breakdown":"network",
                         "window":{"resolution":"day","start":"2014-10-20T15:00:00Z","local":"2014-10-21T00:00:00+09:00"},
                         "key":"NICTER","network":"NICTER","packets":2321514,"bytes":null,"sources":17,
                         "sources_exact":false,"missing_cells":0,"completeness":0.5,"unheard_of":{"x":[1,2]}}}"""))
                .contains(new TrafficRow(
                        new Window("day", LocalDate.of(2014, 10, 21), 0),
                        new Series("network", "NICTER", "NICTER", new Party("", "", "")),
                        Count.of(2_321_514),
                        Optional.of(new Sources(17, false)),
                        0.5));
    }

    @Test
    void withoutPackets_theCountIsMissing_notZero() throws IOException {
        TrafficRow row = row("source", "NORSE|domain1", "\"missing_cells\":2");
        assertThat(row.packets()).isEqualTo(new Count(0, false, 2));
        assertThat(row.packets().text()).isEqualTo("missing");
        assertThat(row.sources()).isEmpty();
    }

    @Test
    void withSomeMissingCells_theCountIsALowerBound() throws IOException {
        assertThat(row("source", "NORSE|domain1", "\"packets\":7,\"missing_cells\":2")
                        .packets())
                .isEqualTo(Count.atLeast(7, 2));
    }

    @Test
    void keysBySource_giveNetworkSourceAndCountry() throws IOException {
        TrafficRow row = row("source-destination-country", "NORSE|2001:db8::1|HK", "\"packets\":0");
        assertThat(row.series().network()).isEqualTo("NORSE");
        assertThat(row.series().party()).isEqualTo(new Party("2001:db8::1", "", "HK"));
        assertThat(row("source", "NORSE|a|b", "\"packets\":0").series().party().source())
                .isEqualTo("a|b");
    }

    @Test
    void namedSource_goesBeforeTheKey() throws IOException {
        assertThat(row("source", "NORSE|0000", "\"source_label\":\"domain1\"")
                        .series()
                        .party()
                        .source())
                .isEqualTo("domain1");
    }

    @Test
    void findingOfAnotherKind_isNoRow() throws IOException {
        assertThat(TrafficRow.parse("{\"yamori\":{\"finding\":{\"kind\":\"surge\"}}}"))
                .isEmpty();
    }

    @Test
    void brokenDocuments_areSaidToBeBroken() {
        assertThatThrownBy(() -> TrafficRow.parse("[]"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("[]");
        assertThatThrownBy(() -> TrafficRow.parse("{\"yamori\":{\"finding\":{\"kind\":\"traffic\"}}}"))
                .hasMessageContaining("yamori.window.resolution");
    }

    private static TrafficRow row(String breakdown, String key, String more) throws IOException {
        return TrafficRow.parse("{\"yamori\":{\"finding\":{\"kind\":\"traffic\"},\"window\":{\"resolution\":\"hour\","
                        + "\"start\":\"2014-10-21T13:00:00Z\"},\"breakdown\":\"" + breakdown + "\",\"key\":\"" + key
                        + "\"," + more + "}}")
                .orElseThrow();
    }
}
