package org.yamori.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whose prefixes are whose, in files as people write them. */
class OwnershipTest {
    @TempDir
    Path folder;

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("registry.yaml"), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<String> refused(String text) {
        Path file = write(text);
        return catchThrowableOfType(BadRecordException.class, () -> RegistryFile.read(file)).problems().stream()
                .map(problem -> problem.line() + " " + problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void d01_equalPrefixes_areRefusedInOneOrganisationAndInTwo() {
        assertThat(refused("""
            organisations:
              - name: A
                livenets: [10.0.0.0/16, 2001:db8::/32]
                darknets:
                  - 10.0.0.0/16
                  - 10.1.0.0/16
              - name: B
                livenets: [10.1.0.0/16, 2001:0db8::/32]
                parent: A
            """))
                .containsExactly(
                        "5 organisations[0].darknets[0]: 10.0.0.0/16 already belongs to 'A' in line 3; a prefix has one"
                                + " owner and one use",
                        "8 organisations[1].livenets[0]: 10.1.0.0/16 already belongs to 'A' in line 6; a prefix has one"
                                + " owner and one use",
                        "8 organisations[1].livenets[1]: 2001:db8::/32 already belongs to 'A' in line 3; a prefix has"
                                + " one owner and one use");
    }

    @Test
    void d01_nestedPrefixes_needAParent() {
        assertThat(refused("""
            organisations:
              - name: department
                livenets: [10.0.1.0/24]
                darknets: [10.0.2.0/24, 10.0.3.0/25]
              - name: university
                livenets: [10.0.0.0/16]
              - name: guest
                darknets: [10.0.9.0/24]
                parent: department
              - name: elsewhere
                livenets: [10.1.0.0/16]
            """))
                .containsExactly(
                        "3 organisations[0].livenets[0]: 10.0.1.0/24 lies in 10.0.0.0/16 of 'university' in line 6, as"
                                + " do 2 more prefixes of 'department'; 'department' needs 'parent: university'",
                        "8 organisations[2].darknets[0]: 10.0.9.0/24 lies in 10.0.0.0/16 of 'university' in line 6;"
                                + " 'university' must stand above 'guest', whose parent is 'department'");
    }

    @Test
    void d01_prefixesOfRelatives_mayLieInOneAnother() throws Exception {
        Registry registry = RegistryFile.read(write("""
            organisations:
              - {name: lab, parent: department, livenets: [10.0.1.0/28, 10.0.8.0/24]}
              - {name: department, parent: university, livenets: [10.0.1.0/24]}
              - {name: university, livenets: [10.0.0.0/16], darknets: [10.0.1.128/25, 10.0.1.4/30]}
            """));

        Membership membership = Membership.of(registry, 0);
        assertThat(List.of("10.0.1.1", "10.0.1.4", "10.0.1.16", "10.0.1.200", "10.0.8.1", "10.0.9.1").stream()
                        .map(address -> membership.organisation(
                                membership.find(IpAddress.parse(address).ipv4())))
                        .map(owner -> owner == null ? "" : owner.name()))
                .containsExactly("lab", "university", "department", "university", "lab", "university");
    }

    /** Brothers, of which one would lie in the other, though a prefix of their parent stands between. */
    @Test
    void d01_everyPrefixAround_isLookedAt() {
        assertThat(refused("""
            organisations:
              - {name: parent, livenets: [10.0.0.0/20]}
              - {name: one, parent: parent, livenets: [10.0.0.0/16]}
              - {name: two, parent: parent, livenets: [10.0.0.0/24]}
            """))
                .containsExactly("4 organisations[2].livenets[0]: 10.0.0.0/24 lies in 10.0.0.0/16 of 'one' in line 3;"
                        + " 'one' must stand above 'two', whose parent is 'parent'");
    }

    @Test
    void d01_parentsThatCannotBe_areNamed() {
        assertThat(refused("""
            organisations:
              - {name: university, livenets: [10.0.0.0/16]}
              - {name: department, parent: univercity, livenets: [10.0.1.0/24]}
              - {name: alone, parent: alone}
              - {name: x, parent: z, livenets: [10.0.2.0/24]}
              - {name: y, parent: x}
              - {name: z, parent: y}
              - {name: below, parent: z}
              - {name: nowhere, parent: nobody}
            """))
                .containsExactly(
                        "3 organisations[1].parent: there is no organisation named 'univercity'; did you mean"
                                + " 'university'?",
                        "4 organisations[2].parent: 'alone' cannot be its own parent",
                        "5 organisations[3].parent: 'x' lies under 'z', that under 'y' and that again under 'x'; one of"
                                + " them needs no parent",
                        "9 organisations[7].parent: there is no organisation named 'nobody'");
    }

    @Test
    void registryMadeByAProgram_isCheckedToo() {
        Organisation outer = new Organisation("A", List.of(Cidr.parse("10.0.0.0/8")), List.of(), Validity.ALWAYS);
        Organisation inner = new Organisation("B", List.of(Cidr.parse("10.1.0.0/16")), List.of(), Validity.ALWAYS);

        assertThatThrownBy(() -> new Registry(List.of(outer, inner), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("10.1.0.0/16 lies in 10.0.0.0/8 of 'A'; 'B' needs 'parent: A'");
        assertThatThrownBy(() -> new Registry(List.of(outer, outer), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'A' is already the name of the organisation; names must differ");
    }

    @Test
    void whatEndedBeforeItTakesEffect_isRefused_exceptASensorsHistory() throws Exception {
        String text = """
            organisations:
              - name: gone
                livenets: [10.0.0.0/16]
                validTo: 2016-01-01
              - name: here
                livenets: [10.1.0.0/16]
                whitelist:
                  sources:
                    - {prefix: 10.1.0.1, expires: 2016-01-01}
                    - {prefix: 10.1.0.2, expires: 2017-01-01}
                  destinations:
                    - {prefix: 10.2.0.0/16, expires: 2016-06-30}
            sensors:
              - {name: dark-1, network: n, kind: blackhole, ranges: [10.3.0.0/16], validTo: 2015-01-01}
            """;
        Path file = write(text);
        long micros = Instant.parse("2016-06-30T00:00:00Z").getEpochSecond() * 1_000_000;

        assertThat(RegistryFile.read(file).organisations()).hasSize(2);
        assertThatThrownBy(() -> RegistryFile.read(file, micros))
                .hasMessage(String.join(
                        "\n",
                        file
                                + ":4: organisations[0].validTo: 'gone' ended at 2016-01-01T00:00:00Z, before this"
                                + " registry takes effect at 2016-06-30T00:00:00Z; leave the organisation out",
                        file + ":9: organisations[1].whitelist.sources[0]: 10.1.0.1/32 expired at"
                                + " 2016-01-01T00:00:00Z, before this registry takes effect at 2016-06-30T00:00:00Z;"
                                + " leave the entry out",
                        file + ":12: organisations[1].whitelist.destinations[0]: 10.2.0.0/16 expired at"
                                + " 2016-06-30T00:00:00Z, before this registry takes effect at 2016-06-30T00:00:00Z;"
                                + " leave the entry out"));
    }

    /** The largest registry that is meant to work: 10,000 organisations with 200,000 prefixes. */
    @Test
    void largeRegistry_isReadWhole() {
        StringBuilder text = new StringBuilder("organisations:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - name: o" + i + "\n    livenets: [10." + i / 100 + "." + i % 100 * 2
                    + ".0/23]\n    darknets:\n");
            for (int j = 0; j < 19; j++) {
                text.append("      - 10." + i / 100 + "." + i % 100 * 2 + "." + (j * 8 + 8) + "/29\n");
            }
        }

        Membership membership = assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> Membership.of(RegistryFile.read(write(text.toString())), 0));

        assertThat(membership.darkAddresses()).isEqualTo(10_000 * 19 * 8);
        int place = membership.find(IpAddress.parse("10.99.198.9").ipv4());
        assertThat(membership.darknet(place)).isTrue();
        assertThat(membership.organisation(place))
                .extracting(Organisation::name)
                .isEqualTo("o9999");
        assertThat(membership.livenet(
                        membership.find(IpAddress.parse("10.99.199.255").ipv4())))
                .isTrue();
    }

    /** Ten thousand organisations in one another's prefixes, with parents that do not exist or go round. */
    @Test
    void worstRegistries_areRefusedQuickly() {
        StringBuilder chain = new StringBuilder("organisations:\n");
        StringBuilder unknown = new StringBuilder("organisations:\n");
        for (int i = 0; i < 10_000; i++) {
            String name = "organisation-number-" + i;
            chain.append("  - {name: " + name + ", parent: organisation-number-" + (i + 1) % 10_000 + "}\n");
            unknown.append("  - {name: " + name + ", parent: organization-number-" + i + ", livenets: [10." + i / 250
                    + "." + i % 250 + ".0/24]}\n");
        }
        StringBuilder sensors = new StringBuilder("sensors:\n");
        for (int i = 0; i < 20_000; i++) {
            sensors.append("  - {name: s, network: n, kind: feed, validFrom: \"" + Instant.ofEpochSecond(i)
                    + "\", validTo: \"" + Instant.ofEpochSecond(i + 1) + "\"}\n");
        }

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(refused(chain.toString())).singleElement().asString().endsWith("one of them needs no parent");
            List<String> all = refused(unknown.toString());
            assertThat(all).hasSize(1001);
            assertThat(all.get(0))
                    .isEqualTo("2 organisations[0].parent: there is no organisation named 'organization-number-0'; did"
                            + " you mean 'organisation-number-0'?");
            assertThat(all.get(1000)).endsWith("and 9000 more problems, which are not listed");
            assertThat(RegistryFile.read(write(sensors.toString())).sensors()).hasSize(20_000);
        });
    }
}
