package org.yamori.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndexTemplatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String YAMORI = "/template/mappings/properties/yamori/properties/";

    /** What the server of the tests has, from a trial of each. */
    private static final Set<String> TYPES = Set.of(
            "date",
            "date_nanos",
            "ip",
            "ip_range",
            "keyword",
            "text",
            "integer",
            "long",
            "double",
            "boolean",
            "geo_point",
            "flattened",
            "object");

    @Test
    void everyTemplate_isJsonWithNothingLeftToFillIn() throws IOException {
        for (IndexTemplates.Template template : new IndexTemplates("study-x", 5).list()) {
            assertThat(JSON.readTree(template.json()).isObject()).isTrue();
            assertThat(template.json()).doesNotContainPattern("\"[^\"]*\\{[a-z]+}[^\"]*\"");
        }
    }

    @Test
    void everyType_isOneThatTheTestServerHas() throws IOException {
        Set<String> used = new LinkedHashSet<>();
        for (IndexTemplates.Template template : new IndexTemplates("yamori", 5).list()) {
            for (JsonNode mapping : JSON.readTree(template.json()).findValues("mappings")) {
                for (JsonNode type : mapping.findValues("type")) {
                    if (type.isTextual()) {
                        used.add(type.asText());
                    }
                }
            }
        }
        assertThat(used).isSubsetOf(TYPES).contains("ip", "keyword", "long", "double", "date");
    }

    @Test
    void traffic_hasItsPatternItsAliasAndAHigherPriorityThanUnknownKinds() throws IOException {
        JsonNode traffic = template("/_index_template/yamori-traffic");
        assertThat(traffic.at("/index_patterns/0").asText()).isEqualTo("yamori-traffic-*");
        assertThat(traffic.at("/template/aliases").has("yamori-traffic")).isTrue();
        assertThat(traffic.at("/template/mappings/properties/yamori/properties/tail/enabled")
                        .asBoolean(true))
                .isFalse();
        JsonNode other = template("/_index_template/yamori-other");
        assertThat(other.at("/index_patterns/0").asText()).isEqualTo("yamori-*");
        assertThat(traffic.get("priority").asInt()).isEqualTo(406);
        assertThat(other.get("priority").asInt()).isEqualTo(306);
    }

    /** Shares are numbers even where the first of them is a whole one. */
    @Test
    void fingerprint_namesTheTypesOfItsFields() throws IOException {
        JsonNode fields =
                template("/_index_template/yamori-fingerprint").at("/template/mappings/properties/yamori/properties");
        assertThat(fields.at("/tool/type").asText()).isEqualTo("keyword");
        assertThat(fields.at("/sources_share/type").asText()).isEqualTo("double");
        assertThat(fields.at("/warned/type").asText()).isEqualTo("boolean");
        assertThat(fields.at("/date/type").asText()).isEqualTo("date");
    }

    @Test
    void attacksAndStorms_haveFieldsOfTheirOwn() throws IOException {
        JsonNode attack = template("/_index_template/yamori-attack").at(YAMORI + "attack/properties");
        JsonNode storm = template("/_index_template/yamori-storm").at(YAMORI + "storm/properties");

        assertThat(attack.at("/rate/properties/victim_packets_per_second/type").asText())
                .isEqualTo("long");
        assertThat(attack.at("/ports/properties/port/type").asText()).isEqualTo("keyword");
        assertThat(storm.at("/largest_minute/properties/entropy_ratio/type").asText())
                .isEqualTo("double");
        assertThat(storm.at("/state/type").asText()).isEqualTo("keyword");
    }

    @Test
    void campaigns_haveFieldsOfTheirOwn() throws IOException {
        JsonNode campaign = template("/_index_template/yamori-campaign").at(YAMORI + "campaign/properties");

        assertThat(campaign.at("/ports/type").asText()).isEqualTo("keyword");
        assertThat(campaign.at("/first_onset/type").asText()).isEqualTo("date");
        assertThat(campaign.at("/peak/properties/sources_by_port/type").asText())
                .isEqualTo("long");
        assertThat(campaign.at("/members/properties/onset/type").asText()).isEqualTo("date");
    }

    /** Long words of a mail server must not keep a document out of the index. */
    @Test
    void deliveries_haveFieldsOfTheirOwn() throws IOException {
        JsonNode fields = template("/_index_template/yamori-delivery").at(YAMORI + "delivery/properties");

        assertThat(fields.at("/about/type").asText()).isEqualTo("keyword");
        assertThat(fields.at("/alerts/properties/urgent/type").asText()).isEqualTo("long");
        assertThat(fields.at("/oldest/type").asText()).isEqualTo("date");
        assertThat(fields.at("/age_seconds/type").asText()).isEqualTo("double");
        assertThat(fields.at("/reason/ignore_above").asInt()).isEqualTo(1024);
    }

    @Test
    void refresh_isWhatWasAskedFor() throws IOException {
        List<IndexTemplates.Template> templates = new IndexTemplates("yamori", 30).list();
        assertThat(templates.get(0).path()).isEqualTo("/_component_template/yamori-ecs");
        assertThat(JSON.readTree(templates.get(0).json())
                        .at("/template/settings/index/refresh_interval")
                        .asText())
                .isEqualTo("30s");
    }

    @Test
    void prefixThatIsNoIndexName_isRefused() {
        assertThatThrownBy(() -> new IndexTemplates("Yamori", 5)).hasMessageContaining("'Yamori'");
    }

    private static JsonNode template(String path) throws IOException {
        for (IndexTemplates.Template template : new IndexTemplates("yamori", 5).list()) {
            if (template.path().equals(path)) {
                return JSON.readTree(template.json());
            }
        }
        throw new AssertionError("no template " + path);
    }
}
