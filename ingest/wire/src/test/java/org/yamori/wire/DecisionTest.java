package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionTest {
    private static final String FINDING = "0123456789abcdef0123456789abcdef";
    private static final long TIME = 1_700_000_000_000_000L;
    private static final Decision.Head HEAD = new Decision.Head("d-1", 1, TIME, "sato", "seen before");

    @Test
    void mark_comesBackFromItsJson() throws Exception {
        comesBack(
                new Decision.Mark(HEAD, new Decision.Subject(FINDING, "surge", TIME), Decision.Verdict.TRUE),
                "{\"decision\":\"mark\",\"id\":\"d-1\",\"revision\":1,\"time\":\"2023-11-14T22:13:20Z\","
                        + "\"author\":\"sato\",\"reason\":\"seen before\",\"finding\":\"" + FINDING
                        + "\",\"kind\":\"surge\",\"anchor\":\"2023-11-14T22:13:20Z\",\"verdict\":\"true\"}");
    }

    @Test
    void twoPersons_haveAMarkEachOfAFinding() {
        // printf 'mark\n0123456789abcdef0123456789abcdef\nsato\n0' | sha256sum | cut -c 1-32
        assertThat(Decision.Mark.id(FINDING, "sato")).isEqualTo("c850961bcb4e7a78b9d18d92ea43804c");
        assertThat(Decision.Mark.id(FINDING, "suzuki")).isNotEqualTo(Decision.Mark.id(FINDING, "sato"));
    }

    @Test
    void acknowledgementWithoutAReason_comesBackFromItsJson() throws Exception {
        comesBack(
                new Decision.Acknowledgement(new Decision.Head("d-2", 7, TIME, "sato", ""), FINDING),
                "{\"decision\":\"acknowledgement\",\"id\":\"d-2\",\"revision\":7,\"time\":\"2023-11-14T22:13:20Z\","
                        + "\"author\":\"sato\",\"finding\":\"" + FINDING + "\"}");
    }

    @Test
    void outcome_comesBackFromItsJson() throws Exception {
        comesBack(
                new Decision.Outcome(
                        HEAD,
                        new Decision.Subject(FINDING, "alert", TIME, "情報大学"),
                        Decision.Result.INFECTED,
                        List.of("Conficker.B")),
                "{\"decision\":\"outcome\",\"id\":\"d-1\",\"revision\":1,\"time\":\"2023-11-14T22:13:20Z\","
                        + "\"author\":\"sato\",\"reason\":\"seen before\",\"finding\":\"" + FINDING
                        + "\",\"kind\":\"alert\",\"anchor\":\"2023-11-14T22:13:20Z\",\"organisation\":\"情報大学\","
                        + "\"result\":\"infected\",\"infections\":[\"Conficker.B\"]}");
    }

    /** D-17: records of before outcomes said what they are about. */
    @Test
    void outcomeWithoutKindAndAnchor_isOfAnAlert_whenItWasDecided() throws Exception {
        String old = head("outcome") + "\"finding\": \"" + FINDING + "\", \"result\": \"normal\"}";
        assertThat(Decision.fromJson(old.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Decision.Outcome.class, outcome -> {
                    // 2023-11-14T00:00:00Z
                    assertThat(outcome.subject())
                            .isEqualTo(new Decision.Subject(FINDING, "alert", 1_699_920_000_000_000L, ""));
                    assertThat(outcome.result()).isEqualTo(Decision.Result.NORMAL);
                });
    }

    /** D-13: an analyst's manual alert. */
    @Test
    void contact_comesBackFromItsJson_andHasARequest() throws Exception {
        comesBack(
                new Decision.Contact(HEAD, new Decision.Subject(FINDING, "alert", TIME, "情報大学")),
                "{\"decision\":\"contact\",\"id\":\"d-1\",\"revision\":1,\"time\":\"2023-11-14T22:13:20Z\","
                        + "\"author\":\"sato\",\"reason\":\"seen before\",\"finding\":\"" + FINDING
                        + "\",\"kind\":\"alert\",\"anchor\":\"2023-11-14T22:13:20Z\",\"organisation\":\"情報大学\"}");
        refused(
                head("contact").replace("because", "") + "\"finding\": \"" + FINDING
                        + "\", \"kind\": \"alert\", \"anchor\": \"2023-11-14\"}",
                "the request of a contact");
        refused(head("contact") + "\"finding\": \"" + FINDING + "\"}", "anchor: is missing; it must be a time");
    }

    @Test
    void mute_comesBackFromItsJson() throws Exception {
        comesBack(
                new Decision.Mute(
                        HEAD,
                        new Decision.Scope(
                                List.of("surge"),
                                List.of("情報大学"),
                                List.of(Cidr.parse("192.0.2.0/24")),
                                List.of(ProtocolPort.parse("23/tcp"))),
                        TIME + 3_600_000_000L),
                "{\"decision\":\"mute\",\"id\":\"d-1\",\"revision\":1,\"time\":\"2023-11-14T22:13:20Z\","
                        + "\"author\":\"sato\",\"reason\":\"seen before\",\"until\":\"2023-11-14T23:13:20Z\","
                        + "\"kinds\":[\"surge\"],\"organisations\":[\"情報大学\"],\"sources\":[\"192.0.2.0/24\"],"
                        + "\"ports\":[\"23/tcp\"]}");
    }

    private static void comesBack(Decision decision, String json) throws BadRecordException {
        assertThat(new String(decision.toJson(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(Decision.fromJson(decision.toJson())).isEqualTo(decision);
    }

    @Test
    void muteWithoutScopeReasonOrEnd_isRefused() {
        assertThatThrownBy(() -> new Decision.Scope(List.of(), List.of(), List.of(), List.of()))
                .hasMessage("a mute must name kinds, organisations, sources or ports; this one would mute everything");
        refused(mute("\"until\": \"2023-11-15\", \"kinds\": [\"surge\"]").replace("because", ""), "reason of a mute");
        refused(mute("\"kinds\": [\"surge\"]"), "until: is missing; it must be a time");
        refused(
                mute("\"until\": \"2023-11-13\", \"kinds\": [\"surge\"]"),
                "until must not be before the decision's time 2023-11-14T00:00:00Z, was 2023-11-13T00:00:00Z");
        refused(mute("\"until\": \"2023-11-15\""), "this one would mute everything");
    }

    @Test
    void whatIsNoDecision_isRefused() {
        refused("{\"decision\": \"mrak\"}", "was 'mrak'; did you mean 'mark'?");
        refused("{}", "must be one of mark, mute, acknowledgement, contact, outcome, was ''");
        refused("[]", "must be one of mark, mute, acknowledgement, contact, outcome, was ''");
        refused("{\"decision\": 1}", "was '1'");
        refused(
                head("mark")
                        + "\"finding\": \"xyz\", \"kind\": \"surge\", \"anchor\": \"2023-11-14\", \"verdict\":"
                        + " \"maybe\"}",
                "finding: a finding's id is 32 hexadecimal digits, was 'xyz'\n"
                        + "verdict: verdict must be one of true, false, unclear, was 'maybe'");
        refused(head("mark") + "\"finding\": \"" + FINDING + "\", \"verdikt\": \"true\"}", "did you mean 'verdict'?");
        refused(
                head("outcome") + "\"finding\": \"" + FINDING
                        + "\", \"result\": \"normal\", \"infections\": [\"Mirai\"]}",
                "infections [Mirai] are named but the result is normal; only infected has names");
    }

    private static String mute(String rest) {
        return head("mute") + rest + "}";
    }

    private static String head(String decision) {
        return "{\"decision\": \"" + decision + "\", \"id\": \"x\", \"revision\": 1, \"time\": \"2023-11-14\","
                + " \"author\": \"sato\", \"reason\": \"because\", ";
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> Decision.fromJson(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(message);
    }
}
