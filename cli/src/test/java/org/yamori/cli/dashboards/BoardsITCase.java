package org.yamori.cli.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.kibana.board.Boards;
import org.yamori.kibana.check.BoardCheck;
import org.yamori.kibana.check.PlantedFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

/** Every field, filter, control and panel of the boards on an index that the jobs filled. */
@Tag("kafka")
@Tag("elasticsearch")
@ExtendWith(Servers.class)
class BoardsITCase {
    private static final String PREFIX = "study-board";
    private static final String FILE = "boards.ndjson";
    private static final String BOARD = PREFIX + "-overview";
    private static final String BOARDS = new Boards(PREFIX).ndjson();
    private static RestClient client;
    private static Darknet darknet;

    @BeforeAll
    static void indexADarknet(KafkaServer kafka, ElasticsearchServer elasticsearch) throws Exception {
        client = RestClient.builder(HttpHost.create(elasticsearch.url())).build();
        darknet = new Darknet();
        IndexedStudy.index(PREFIX, darknet.inputs(), kafka, elasticsearch, client);
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
    }

    @Test
    void boards_haveNoFault_andTheirFiguresAreWhatTheSensorsSent() throws IOException {
        BoardCheck.Result result = BoardCheck.all(FILE, BOARDS, client);

        assertThat(result.problems()).isEmpty();
        assertThat(result.figures())
                .containsEntry("packets", (double) darknet.packets())
                .containsEntry("sources", (double) darknet.sourcesOfTheMinute())
                .containsEntry("countries", 2.0)
                .containsEntry("sensors", 3.0)
                // Elasticsearch estimates above 3,000.
                .hasEntrySatisfying("ports", ports -> assertThat(ports).isCloseTo(darknet.ports(), withinPercentage(5)))
                // Two of three thirds of a minute's expected sensor time, less what lies between packets.
                .hasEntrySatisfying("completeness", share -> assertThat(share).isCloseTo(2.0 / 3, within(0.001)));
    }

    @Test
    void wrongField_isCaught() throws IOException {
        assertFaults(
                column("packets", "measure-1", json -> json.put("sourceField", "yamori.packet")),
                "panel 'packets' reads field yamori.packet, which no index of study-board-traffic-* has");
        assertFaults(
                query("top-ports", "yamori.breakdwon: port and yamori.window.resolution: hour"),
                "panel 'top-ports' reads field yamori.breakdwon, which no index of study-board-traffic-* has");
        assertFaults(
                PlantedFault.inObject(BOARDS, BOARD, json -> {
                    ObjectNode controls = (ObjectNode) json.at("/attributes/controlGroupInput");
                    controls.put(
                            "panelsJSON",
                            controls.get("panelsJSON").asText().replace("destination.port", "destination.prot"));
                }),
                "control 'port' reads field destination.prot, which no index of study-board-traffic-* has");
        assertThat(problems(PlantedFault.inObject(
                        BOARDS,
                        BOARD + "-findings",
                        json -> json.withArray("/attributes/columns").add("rule.nmae"))))
                .containsExactly("boards.ndjson: search study-board-overview-findings reads field rule.nmae,"
                        + " which no index of study-board-*,-study-board-traffic-*,-study-board-series-* has");
    }

    @Test
    void wrongType_isCaught() throws IOException {
        assertFaults(
                column("packets", "measure-1", json -> json.put("sourceField", "yamori.key")),
                "panel 'packets' takes the sum of field yamori.key for 'Packets', which is keyword; that takes a number");
        assertFaults(
                column("ports-by-country", "split-1", json -> json.put("dataType", "string")),
                "panel 'ports-by-country' says that field destination.port is a string; it is integer");
        assertFaults(
                query("top-ports", "destination.port: telnet"),
                "panel 'top-ports' compares field destination.port, which is integer, with 'telnet'");
        assertFaults(
                column("top-ports", "split-1", json -> json.put("sourceField", "message")),
                "panel 'top-ports' takes field message for 'Port', which cannot be aggregated (text)");
    }

    @Test
    void emptyPanel_isCaught() throws IOException {
        assertFaults(
                query("top-ports", "yamori.breakdown: prot and yamori.window.resolution: hour"),
                "panel 'top-ports' shows nothing for 'Packets'",
                "panel 'top-ports' shows nothing for 'Most sources in an hour'",
                "panel 'top-ports' shows nothing for 'Least complete hour'");
        assertThat(problems(PlantedFault.inObject(BOARDS, BOARD + "-silences", json -> {
                    ObjectNode meta = (ObjectNode) json.at("/attributes/kibanaSavedObjectMeta");
                    meta.put(
                            "searchSourceJSON",
                            meta.get("searchSourceJSON").asText().replace("silence", "silent"));
                })))
                .containsExactly("boards.ndjson: search study-board-overview-silences lists nothing");
    }

    @Test
    void packetsCountedMoreThanOnce_areCaught() throws IOException {
        assertFaults(
                query("top-ports", "yamori.breakdown: port"),
                "panel 'top-ports' adds up documents that differ in yamori.window.resolution"
                        + " and so counts packets more than once");
        assertFaults(
                column("packets", "measure-1", json -> json.remove("filter")),
                "panel 'packets' adds up documents that differ in yamori.breakdown and so counts packets more than once",
                "panel 'packets' adds up documents that differ in yamori.window.resolution"
                        + " and so counts packets more than once");
    }

    /** A filter that Kibana would not apply. */
    @Test
    void queryOfALayerThatIgnoresFilters_isCaught() throws IOException {
        assertFaults(
                query("packets", "yamori.breakdown: total"),
                "panel 'packets' ignores the dashboard's filters, and Kibana then ignores the panel's own query, too");
    }

    @Test
    void danglingReference_overlap_andNewerVersion_areCaughtBesideTheData() throws IOException {
        assertFaults(
                PlantedFault.inObject(
                        BOARDS,
                        BOARD,
                        json -> ((ObjectNode) json.withArray("references").get(0)).put("id", "gone")),
                "refers by 'controlGroup_sensor:optionsListDataView' to index-pattern gone, which is not in the file");
        assertFaults(
                PlantedFault.inPanel(BOARDS, BOARD, "sources", json -> ((ObjectNode) json.get("gridData")).put("x", 7)),
                "panel 'sources' overlaps panel 'packets'");
        assertFaults(
                PlantedFault.inObject(BOARDS, BOARD, json -> json.put("typeMigrationVersion", "10.2.0")),
                "has typeMigrationVersion 10.2.0; it must be 8.9.0, because an older Kibana refuses a newer one");
    }

    private static List<String> problems(String ndjson) throws IOException {
        return BoardCheck.all(FILE, ndjson, client).problems();
    }

    private static void assertFaults(String ndjson, String... sentences) throws IOException {
        assertThat(problems(ndjson))
                .containsExactly(Stream.of(sentences)
                        .map(sentence -> FILE + ": dashboard " + BOARD + " " + sentence)
                        .toArray(String[]::new));
    }

    private static String column(String panel, String column, Consumer<ObjectNode> change) {
        return PlantedFault.inColumn(BOARDS, BOARD, panel, column, change);
    }

    private static String query(String panel, String kql) {
        return PlantedFault.inPanel(
                BOARDS,
                BOARD,
                panel,
                json -> ((ObjectNode) json.at("/embeddableConfig/attributes/state/query")).put("query", kql));
    }
}
