package org.yamori.wire.signature;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.BadRecordException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SystemSignaturesTest {
    /** In the form of p0f's database; the signatures are ours. */
    private static final String DATABASE = """
            ; a comment
            classes = unix,win , other

            [mtu]
            label = Ethernet
            sig   = 1500

            [tcp:request]
            label = g:unix:Alpha:any
            sig   = *:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0

            label = s:unix:Alpha:2
            sig   = *:64:0:*:mss*20,7:mss,sok,ts,nop,ws:df,id+:0

            label = s:win:Beta:
            sig   = 4:128:0:*:%8192,*:mss,nop,ws,nop,nop,sok:df,id+:0
            sig   = 4:96+32:0:1400:mtu*4,0:mss:df,id+:*

            label = s:other:Gamma:6
            sig   = 6:64:0:*:*,*:mss:flow:0
            sig   = *:255-:0:*:1,0:mss,eol+3:df,flow,bad:+

            label = s:!:Scanner:fast
            sys   = @unix,Beta
            sig   = *:64-:0:1460:1024,0:mss::0

            [http:request]
            ua_os = Linux,Windows
            label = s:!:Robot:
            sys = @unix
            sig = 1:Host:
            """;

    @TempDir
    private Path folder;

    private SystemSignatures read(String text) throws Exception {
        Path file = folder.resolve("own.fp");
        Files.writeString(file, text);
        return SystemSignatures.read(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0  | Alpha 2   | false",
                "6 | 60  | 28800 | 0:1440:mss*20,7:mss,sok,ts,nop,ws::0        | Alpha 2   | false",
                "4 | 60  | 14600 | 0:1460:mss*10,7:mss,sok,ts,nop,ws:df,id+:0  | Alpha any | false",
                "4 | 28  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0  | Alpha any   | true",
                "4 | 65  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0  | Alpha any   | true",
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df:0      | Alpha any   | true",
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:id-:0     | Alpha any   | true",
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+,ecn:0 | Alpha any | true",
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+,seq-:0 | ''  | ''",
                "4 | 60  | 29200 | 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:+  | ''        | ''",
                "4 | 60  | 29200 | 4:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0  | ''        | ''",
                "4 | 120 | 24576 | 0:1460:*,3:mss,nop,ws,nop,nop,sok:df,id+:0  | Beta      | false",
                "4 | 120 | 24577 | 0:1460:*,3:mss,nop,ws,nop,nop,sok:df,id+:0  | ''        | ''",
                "6 | 120 | 24576 | 0:1460:*,3:mss,nop,ws,nop,nop,sok::0        | ''        | ''",
                "4 | 120 | 5760  | 0:1400:mtu*4,0:mss:df,id+:+                 | Beta      | false",
                "4 | 120 | 5600  | 0:1400:mss*4,0:mss:df,id+:+                 | ''        | ''",
                "6 | 64  | 99    | 0:1440:*,0:mss:flow:0                       | Gamma 6   | false",
                "4 | 3   | 1     | 0:1460:*,0:mss,eol+3:df,bad:+               | Gamma 6   | false",
                "4 | 3   | 1     | 0:1460:*,0:mss,eol+4:df,bad:+               | ''        | ''",
                "4 | 9   | 1024  | 0:1460:*,0:mss::0                           | Scanner fast | false",
                "4 | 65  | 1024  | 0:1460:*,0:mss::0                           | ''        | ''",
                "4 | 9   | 1024  | 0:1460:*,0:mss:id-:0                        | ''        | ''",
            })
    void signature_isMatchedAsP0fSays(int version, int ttl, int window, String text, String system, String fuzzy)
            throws Exception {
        String found = read(DATABASE)
                .match(SynSignature.of(version == 6, ttl, window, text))
                .map(match -> match.label().text() + ", " + match.fuzzy())
                .orElse(", ");

        assertThat(found).isEqualTo(system + ", " + fuzzy);
    }

    @Test
    void onlyRequests_areSignatures() throws Exception {
        assertThat(read(DATABASE).size()).isEqualTo(7);
    }

    @Test
    void tool_isNoSystem() throws Exception {
        SystemMatch match = read(DATABASE)
                .match(SynSignature.of(false, 9, 1024, "0:1460:*,0:mss::0"))
                .orElseThrow();

        assertThat(match.label().isTool()).isTrue();
    }

    /** Requirement P-02: the answer to a SYN-ACK is the second choice. */
    @ParameterizedTest
    @CsvSource({
        "false, 60, 16384, 7, Alpha, one system sends TTL 64 with an id and may not be fragmented",
        "false, 120, 16384, 7, Beta, only one sends 128",
        "false, 120, 0, 7, '', nobody sends 128 and lets fragment",
        "false, 200, 16384, 7, '', whose TTL is random is not told by it",
        "true, 60, 0, 0, '', two classes send IPv6 with 64",
    })
    void ack_tellsWhatAllWithItsHeadersShare(boolean ipv6, int ttl, int fragment, int ipId, String system, String why)
            throws Exception {
        assertThat(read(DATABASE).systemOfAck(ipv6, ttl, fragment, ipId))
                .as(why)
                .isEqualTo(system);
    }

    @Test
    void ackOfSeveralSystemsOfOneClass_tellsTheClass() throws Exception {
        String more = DATABASE.replace(
                "label = s:win:Beta:",
                "label = s:unix:Delta:\n" + "sig = 4:64:0:*:*,*:mss:df,id+:0\nlabel = s:win:Beta:");

        assertThat(read(more).systemOfAck(false, 60, 0x4000, 7)).isEqualTo("unix");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "what | a line is a section, 'word = value' or a comment behind ';', was 'what'",
                "labl = s:unix:A: | did you mean 'label'?",
                "[tcp:both] | a section is [tcp:request] or one of [mtu], [tcp:response],",
                "classes = unix | classes stands before the first section",
                "label = x:unix:A: | a label is like s:unix:Linux:3.11 and newer",
                "label = s:unx:A: | class 'unx' is not named by a line 'classes = …'; did you mean 'unix'?",
                "sys = @unix | sys follows the label of a program",
                "sig = *:64:0:*:*,*:mss:df,id+ | a signature has 8 parts",
                "sig = 5:64:0:*:*,*:mss:df:0 | an IP version is 4, 6 or *; was '5'",
                "sig = *:0:0:*:*,*:mss:df:0 | initial TTL is a number from 1 to 255; was '0'",
                "sig = *:64+200:0:*:*,*:mss:df:0 | TTL and hops are at most 255 together, was '64+200'",
                "sig = *:64?:0:*:*,*:mss:df:0 | an initial TTL is n, n+hops or n-, was '64?'",
                "sig = *:64:x:*:*,*:mss:df:0 | bytes of IP options is a number from 0 to 255; was 'x'",
                "sig = *:64:0:-1:*,*:mss:df:0 | MSS is a number from 0 to 65535; was '-1'",
                "sig = *:64:0:*:*:mss:df:0 | window and window scale have a comma between them, was '*'",
                "sig = *:64:0:*:mss*0,*:mss:df:0 | window mss*n is a number from 1 to 1000; was '0'",
                "sig = *:64:0:*:%1,*:mss:df:0 | window %n is a number from 2 to 65535; was '1'",
                "sig = *:64:0:*:*,256:mss:df:0 | window scale is a number from 0 to 255; was '256'",
                "sig = *:64:0:*:*,*:mss,tss:df:0 | an option is one of eol+n, nop, mss, ws, sok, sack, ts or ?n; was 'tss'",
                "sig = *:64:0:*:*,*:mss:dx:0 | a quirk is one of df, id+,",
                "sig = 4:64:0:*:*,*:mss:flow:0 | an IPv4 packet has no quirk flow",
                "sig = 6:64:0:*:*,*:mss:df,id+:0 | an IPv6 packet has no quirk df,id+",
                "sig = *:64:0:*:*,*:mss:df:x | a payload class is 0, + or *; was 'x'",
            })
    void wrongLine_isNamedWithFileAndNumber(String line, String message) {
        BadRecordException refused = catchThrowableOfType(
                BadRecordException.class,
                () -> read("classes = unix\n[tcp:request]\nlabel = s:unix:A:1\n" + line + "\n"));

        assertThat(refused)
                .hasMessageStartingWith(folder.resolve("own.fp") + ":4: ")
                .hasMessageContaining(message);
    }

    @Test
    void everyWrongLine_isNamed() {
        BadRecordException refused = catchThrowableOfType(
                BadRecordException.class,
                () -> read("sig = 1\nclasses = unix\n[tcp:request]\nsig = 1\nlabel = s:!:Tool:\nsig = 2\n"));

        assertThat(refused.problems().stream().map(problem -> problem.line() + " " + problem.message()))
                .containsExactly(
                        "1 stands before the first section such as [tcp:request]",
                        "4 sig follows a label",
                        "6 the label of a program is followed by sys");
    }

    @Test
    void whatIsNoDatabase_isRefused() {
        for (String text : Arrays.asList("", "; nothing\n", "classes = unix\n[mtu]\nlabel = x\nsig = 1\n")) {
            assertThat(catchThrowableOfType(BadRecordException.class, () -> read(text)))
                    .hasMessage(folder.resolve("own.fp") + ": has no signature in a section [tcp:request]");
        }
        assertThat(catchThrowableOfType(
                        BadRecordException.class, () -> SystemSignatures.read(folder.resolve("none.fp"))))
                .hasMessage(folder.resolve("none.fp") + ": there is no such file");
    }
}
