package org.yamori.console.alerts;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yamori.wire.Decision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplyFormTest {
    private static final AlertCase CASE = new AlertCase(
            new Decision.Subject("1bcc2571f51e6050120263a97aea75ec", "alert", 1_768_381_200_000_000L, "X"),
            "192.0.2.1",
            Language.ENGLISH);

    private static List<String> problems(String result, String infections, String comment) {
        return new ReplyForm(result, infections, comment).problems(Language.ENGLISH);
    }

    private static Reply reply(String infections, String comment) {
        ReplyForm form = new ReplyForm("infected", infections, comment);
        assertThat(form.problems(Language.ENGLISH)).isEmpty();
        return form.reply(CASE);
    }

    @Test
    void names_arePartedByCommasOfBothWritingsAndByLines_andEachCountsOnce() {
        assertThat(reply(" Kido ,Mirai\r\n\r\nW32.Downadup.B、Conficker，  Kido\n", "")
                        .infections())
                .containsExactly("Kido", "Mirai", "W32.Downadup.B", "Conficker");
        assertThat(reply("", "").infections()).isEmpty();
    }

    @Test
    void blanksOfAnyKind_becomeOne() {
        assertThat(reply("two \t words", "\r\n a\u3000 b\nc\u00a0\td ").comment())
                .isEqualTo("a b c d");
        assertThat(reply("two \t words", "").infections()).containsExactly("two words");
    }

    @Test
    void whatIsAtTheLimit_isTaken_andOneMoreIsNamed() {
        String hundred = "x".repeat(99) + "\ud83e\udd8e";
        assertThat(reply(hundred, "").infections()).containsExactly(hundred);
        assertThat(problems("infected", hundred + "y", ""))
                .containsExactly("A name of an infection has at most 100 letters, '" + hundred + "…' has 101.");
        String names = String.join(
                ",", IntStream.range(0, 20).mapToObj(number -> "name " + number).toList());
        assertThat(reply(names, "").infections()).hasSize(20);
        assertThat(problems("infected", names + ",b", ""))
                .containsExactly("At most 20 names of infections are taken, were 21.");
        assertThat(reply("", "c".repeat(500)).comment()).hasSize(500);
        assertThat(problems("infected", "", "c".repeat(501)))
                .containsExactly("A comment has at most 500 letters, yours has 501.");
    }

    @Test
    void everyProblem_isNamedAtOnce() {
        assertThat(problems("", "", "")).containsExactly("Choose what you found.");
        assertThat(problems("Infected", "", ""))
                .containsExactly("What you found is infected, misconfiguration or normal, was 'Infected'.");
        assertThat(problems("normal", "Kido", ""))
                .containsExactly("Names of infections go only with an infected host.");
        assertThat(problems("perhaps", "a\u001b[2J", "\u0007" + "c".repeat(600)))
                .containsExactly(
                        "What you found is infected, misconfiguration or normal, was 'perhaps'.",
                        "A name of an infection has only letters that can be printed, 'a\u001b[2J' has others.",
                        "A comment has at most 500 letters, yours has 601.",
                        "A comment has only letters that can be printed, yours has others.");
    }

    @Test
    void problems_areToldInJapanese_too() {
        assertThat(new ReplyForm("", "", "c".repeat(501)).problems(Language.JAPANESE))
                .containsExactly("調査結果を選んでください。", "コメントは 500 文字までです (入力: 501 文字)。");
    }

    @Test
    void answer_isTheOrganisations_andTheOutcomeOfTheCase() {
        Decision.Outcome outcome = reply("Kido", "cleaned").outcome(3, 1_768_400_000_000_000L);
        // printf 'outcome\n1bcc2571f51e6050120263a97aea75ec\n\n0' | sha256sum | cut -c 1-32
        assertThat(outcome.head())
                .isEqualTo(new Decision.Head(
                        "f45c75e676f344e0ea6b51b91cf006cb", 3, 1_768_400_000_000_000L, "contact of X", "cleaned"));
        assertThat(outcome.subject()).isEqualTo(CASE.subject());
        assertThat(outcome.result()).isEqualTo(Decision.Result.INFECTED);
        assertThat(outcome.infections()).containsExactly("Kido");
    }

    @Test
    void body_isReadAsBrowsersWriteIt() {
        assertThat(ReplyForm.of(FormBody.fields(
                        "result=infected&infections=Kido%0D%0AMirai&comment=a+b%26c+%E9%97%87&other=1&=x&comment"
                                .getBytes(US_ASCII))))
                .isEqualTo(new ReplyForm("infected", "Kido\r\nMirai", "a b&c 闇"));
        assertThat(ReplyForm.of(FormBody.fields("result=normal&result=infected".getBytes(US_ASCII)))
                        .result())
                .isEqualTo("normal,infected");
        assertThat(ReplyForm.of(Map.of())).isEqualTo(new ReplyForm("", "", ""));
        assertThatThrownBy(() -> FormBody.fields("result=%zz".getBytes(US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
