package org.yamori.jobs.detect.fingerprint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignatureTextsTest {
    private static List<String> kept(SignatureTexts texts, List<String> all) {
        return all.stream()
                .filter(text -> text.equals(texts.text(SignatureTexts.hash(text))))
                .sorted()
                .toList();
    }

    private static SignatureTexts of(List<String> signatures) {
        SignatureTexts texts = new SignatureTexts(20);
        signatures.forEach(text -> texts.add(SignatureTexts.hash(text), text));
        return texts;
    }

    @Test
    void whichAreKept_isTheSameInEveryOrderAndHoweverTheyAreAdded() {
        List<String> all = new ArrayList<>(
                IntStream.range(0, 500).mapToObj(i -> "0:" + i + ":*,0:mss::0").toList());
        List<String> smallest = all.stream()
                .sorted((a, b) -> Integer.compareUnsigned(SignatureTexts.hash(a), SignatureTexts.hash(b)))
                .limit(20)
                .sorted()
                .toList();
        Collections.shuffle(all, new Random(5));
        SignatureTexts inParts = of(all.subList(0, 200));
        inParts.add(of(all.subList(200, 500)));
        SignatureTexts otherwise = of(all.subList(200, 500));
        otherwise.add(of(all.subList(0, 200)));

        assertThat(kept(of(all), all)).isEqualTo(smallest);
        assertThat(kept(inParts, all)).isEqualTo(smallest);
        assertThat(kept(otherwise, all)).isEqualTo(smallest);
        assertThat(inParts.size()).isEqualTo(20);
    }

    @Test
    void emptySignature_hasAHashOfItsOwn() {
        assertThat(SignatureTexts.hash("")).isEqualTo(SignatureTexts.NO_SIGNATURE);
        assertThat(SignatureTexts.hash("0:0:*,0:::0")).isNotIn(0, SignatureTexts.NO_SIGNATURE);
    }
}
