package org.yamori.cli.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.console.index.Elasticsearch;
import org.yamori.console.index.OverviewIndex;
import org.yamori.console.overview.Findings;
import org.yamori.kibana.IndexTemplates;
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
    private static final String ALERTS = PREFIX + "-alerts";
    private static final String BOARDS = new Boards(PREFIX).ndjson();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RestClient client;
    private static OverviewIndex console;
    private static Darknet darknet;

    /** As the notify job writes them: an alert, ten urgent hosts, a digest, a request, and one that was refused. */
    private static final Path MAILS = Path.of("src/test/resources/org/yamori/cli/dashboards/deliveries.jsonl");

    @TempDir
    static Path folder;

    @BeforeAll
    static void indexADarknet(KafkaServer kafka, ElasticsearchServer elasticsearch) throws Exception {
        client = RestClient.builder(HttpHost.create(elasticsearch.url())).build();
        console = new OverviewIndex(new Elasticsearch(elasticsearch.url(), Optional.empty()), PREFIX);
        darknet = new Darknet();
        Path registry = Files.writeString(folder.resolve("registry.yaml"), Darknet.REGISTRY);
        IndexedStudy.index(PREFIX, darknet.inputs(), registry, MAILS, kafka, elasticsearch, client);
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
                .hasEntrySatisfying("completeness", share -> assertThat(share).isCloseTo(2.0 / 3, within(0.001)))
                .containsEntry("urgent-now", (double) darknet.urgent())
                .containsEntry("open-cases", (double) darknet.hosts())
                .containsEntry("alerts", (double) (darknet.hosts() + darknet.goingOn() + darknet.urgent()))
                .containsEntry("alerting-organisations", 2.0)
                .containsEntry("mails-sent", 4.0)
                .containsEntry("mails-refused", 1.0);
        assertThat(darknet.urgent()).isBetween(2, darknet.hosts() - 1);
    }

    /** A type that the first document decides may be another one next month. */
    @Test
    void alertsDaysAndMails_haveNoFieldThatTheirTemplateDoesNotName() throws IOException {
        for (String kind : List.of("alert", "organisation", "delivery")) {
            Set<String> named = new TreeSet<>();
            for (IndexTemplates.Template template : new IndexTemplates(PREFIX, 5).list()) {
                if (template.path().endsWith(PREFIX + "-" + kind)
                        || template.path().endsWith("-ecs")) {
                    collect("", JSON.readTree(template.json()).at("/template/mappings"), named);
                }
            }
            Set<String> mapped = new TreeSet<>();
            JsonNode indices =
                    JSON.readTree(client.performRequest(new Request("GET", "/" + PREFIX + "-" + kind + "-*/_mapping"))
                            .getEntity()
                            .getContent());
            indices.forEach(index -> collect("", index.path("mappings"), mapped));
            assertThat(mapped).as(kind).isNotEmpty().isEqualTo(named);
        }
    }

    /** Fields with their types. */
    private static void collect(String path, JsonNode mapping, Set<String> into) {
        if (mapping.has("type")) {
            into.add(path + " " + mapping.get("type").asText());
        }
        mapping.path("properties")
                .properties()
                .forEach(field ->
                        collect(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
    }

    /** Continuing alerts of the end of the input are the newest; no count and no mail is among them. */
    @Test
    void alerts_areInTheConsolesList_inWords() throws IOException {
        Findings findings = console.read(1).orElseThrow().findings();

        assertThat(findings.byKind())
                .containsEntry("alert", (long) (darknet.hosts() + darknet.goingOn() + darknet.urgent()))
                .doesNotContainKeys("organisation", "delivery", "traffic");
        assertThat(findings.latest()).hasSize(15).allSatisfy(found -> {
            assertThat(found.kind()).isEqualTo("alert");
            assertThat(found.words())
                    .matches(
                            "Example (University|Corp): [0-9.]+ goes on: [0-9]+ packets in a unit, ([0-9]+/(tcp|udp)|icmp)");
        });
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

    /** The end of the period is the end of the units, ten minutes after the last packets. */
    @Test
    void measureOfATimeInWhichNothingWas_isCaught() throws IOException {
        assertThat(problems(PlantedFault.inColumn(
                        BOARDS, ALERTS, "urgent-now", "measure-1", json -> json.put("reducedTimeRange", "1m"))))
                .containsExactly(
                        FILE + ": dashboard " + ALERTS + " panel 'urgent-now' shows nothing for 'Urgent alerts'");
    }

    @Test
    void fieldsOfAlertsThatAreWrong_areCaught() throws IOException {
        String place = FILE + ": dashboard " + ALERTS + " ";
        assertThat(problems(PlantedFault.inColumn(
                        BOARDS, ALERTS, "hosts", "split-1", json -> json.put("dataType", "string"))))
                .containsExactly(place + "panel 'hosts' says that field source.ip is a string; it is ip");
        assertThat(problems(PlantedFault.inColumn(
                        BOARDS,
                        ALERTS,
                        "organisations",
                        "measure-4",
                        json -> ((ObjectNode) json.get("filter")).put("query", "yamori.alert.kind: alarming"))))
                .containsExactly(place + "panel 'organisations' shows nothing for 'Urgent'");
        assertThat(problems(PlantedFault.inColumn(
                        BOARDS, ALERTS, "mails-sent", "measure-1", json -> json.put("sourceField", "message"))))
                .containsExactly(place
                        + "panel 'mails-sent' takes field message for 'Mails', which cannot be aggregated (text)");
        assertThat(problems(PlantedFault.inObject(BOARDS, PREFIX + "-alert", json -> {
                    ObjectNode attributes = (ObjectNode) json.get("attributes");
                    attributes.put(
                            "fieldFormatMap",
                            attributes.get("fieldFormatMap").asText().replace("alert.case", "alert.caes"));
                })))
                .containsExactly(FILE + ": index-pattern study-board-alert reads field yamori.alert.caes,"
                        + " which no index of study-board-alert-* has");
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
