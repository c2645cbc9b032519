package org.yamori.wire.signature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SynSignatureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0 | 4:64+0:0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0",
                "54  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0 | 4:54+10:0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0",
                "241 | 1024  | 0:0:*,0::id-:+ | 4:241+14:0:0:1024,0::id-:+",
                "93  | 7     | 40:1:*,255:?254,eol+3:bad:0 | 4:93+35:40:1:7,255:?254,eol+3:bad:0",
                "92  | 7     | 0:0:*,0:::0 | 4:92+?:0:0:7,0:::0",
                "0   | 0     | 0:0:*,0:::0 | 4:0+32:0:0:0,0:::0",
                "255 | 3000  | 0:1460:mtu*2,0:mss::0 | 4:255+0:0:1460:mtu*2,0:mss::0",
            })
    void columnsMakeTheRawSignature(int ttl, int window, String text, String raw) {
        assertThat(SynSignature.of(false, ttl, window, text)).hasToString(raw);
        assertThat(SynSignature.of(true, ttl, window, text)).hasToString("6" + raw.substring(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a SYN signature is like",
                "0:1460:mss*20:mss:: | a SYN signature is like",
                "0:70000:*,0::: | MSS is a number from 0 to 65535; was '70000'",
                "0:0:*,x:::0 | window scale is a number from 0 to 255; was 'x'",
                "0:0:abc,0:::0 | a window is a number, mss*n, mtu*n, %n or '*'; was 'abc'",
                "0:0:*,0:mss,what::0 | an option is one of eol+n, nop, mss, ws, sok, sack, ts or ?n; was 'what'",
                "0:0:*,0:eol+1,nop::0 | eol+n ends the options; was 'eol+1,nop'",
                "0:0:*,0::odd:0 | a quirk is one of df, id+, id-,",
            })
    void whatIsNoSignature_isRefusedWithItsPart(String text, String message) {
        assertThatThrownBy(() -> SynSignature.of(false, 64, 1, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void quirks_areWrittenInP0fsOrder() {
        assertThat(Quirk.words(-1))
                .isEqualTo("df,id+,id-,ecn,0+,flow,seq-,ack+,ack-,uptr+,urgf+,pushf+,ts1-,ts2+,opt+,exws,bad");
        assertThat(Quirk.parse("bad,df")).isEqualTo(Quirk.parse("df,bad"));
        assertThat(Quirk.words(Quirk.parse("bad,df"))).isEqualTo("df,bad");
    }
}
