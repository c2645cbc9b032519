package org.yamori.cli.broker;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.yamori.cli.Refusal;
import org.yamori.wire.Topics;

/** Brings brokers to what a plan says, and no further: what is there already stays as it is. */
public final class BrokerSetup {
    private static final long SECONDS = 30;
    private static final int SCRAM_ITERATIONS = 8192;

    private final Admin admin;
    private final PrintWriter out;
    private final boolean dryRun;
    private int changes;

    /**
     * Speaks to brokers through somebody who may do everything there.
     *
     * @param dryRun says what would be done and does nothing
     */
    public BrokerSetup(Admin admin, PrintWriter out, boolean dryRun) {
        this.admin = admin;
        this.out = out;
        this.dryRun = dryRun;
    }

    /** Topics, rights and, where there is a folder for them, passwords. */
    public void bringTo(BrokerPlan plan, PasswordFolder passwords) throws IOException {
        Collection<AclBinding> given = rights();
        createTopics(plan);
        List<AclBinding> missing = new ArrayList<>(new LinkedHashSet<>(plan.rights()));
        missing.removeAll(given);
        if (!missing.isEmpty()) {
            missing.forEach(right -> did("allow", words(right)));
            if (!dryRun) {
                get(admin.createAcls(missing).all());
            }
        }
        if (passwords.isWanted()) {
            Set<String> users = new TreeSet<>(plan.sensors());
            users.addAll(plan.names().all());
            setPasswords(users, passwords);
        }
        say(changes == 0 ? "nothing to do" : (dryRun ? "would make " : "made ") + changes + " changes");
    }

    private void createTopics(BrokerPlan plan) throws IOException {
        Set<String> present = get(admin.listTopics().names());
        for (NewTopic topic : plan.commonTopics()) {
            if (!present.contains(topic.name())) {
                did("create topic", topic.name());
                if (!dryRun) {
                    get(admin.createTopics(List.of(topic)).all());
                }
            }
        }
        for (String sensor : new TreeSet<>(plan.sensors())) {
            String topic = plan.topics().packets(sensor);
            boolean absent = !present.contains(topic);
            if (absent) {
                did("create topic", topic);
            }
            if (!dryRun || !absent) {
                plan.packetTopic(sensor).createOrCheck(admin, plan.topics());
            }
        }
    }

    /** Kafka tells whether a user has a password but not which, so only one that is not there is set. */
    private void setPasswords(Set<String> users, PasswordFolder passwords) throws IOException {
        Map<String, ?> known = scramUsers();
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (String user : users) {
            boolean has = known.containsKey(user);
            if (has && !passwords.has(user)) {
                say("  user " + user + " has a password that is not in " + passwords.file(user) + "; 'broker revoke "
                        + user + "' takes it away");
            }
            if (!has) {
                did("set password of user", user + " from " + passwords.file(user));
                if (!dryRun) {
                    alterations.add(new UserScramCredentialUpsertion(
                            user,
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                            passwords.ofUser(user)));
                }
            }
        }
        if (!alterations.isEmpty()) {
            get(admin.alterUserScramCredentials(alterations).all());
        }
    }

    /** Takes from somebody every right about these topics, and the password: a certificate cannot be called back. */
    public void revoke(Topics topics, String name) throws IOException {
        List<AclBinding> taken = rights().stream()
                .filter(right -> BrokerPlan.concerns(topics, right)
                        && right.entry().principal().equals("User:" + name))
                .toList();
        taken.forEach(right -> did("no longer allow", words(right)));
        boolean hasPassword = scramUsers().containsKey(name);
        if (hasPassword) {
            did("delete password of user", name);
        }
        if (!dryRun) {
            List<AclBindingFilter> filters =
                    taken.stream().map(AclBinding::toFilter).toList();
            get(admin.deleteAcls(filters).all());
            if (hasPassword) {
                get(admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512)))
                        .all());
            }
        }
        say(changes == 0 ? "'" + name + "' had no rights" : (dryRun ? "would make " : "made ") + changes + " changes");
    }

    /** Who may do what with these topics, by name, and who has a password. */
    public void list(Topics topics) throws IOException {
        Map<String, Set<String>> byName = new TreeMap<>();
        for (AclBinding right : rights()) {
            if (BrokerPlan.concerns(topics, right)) {
                byName.computeIfAbsent(name(right), unseen -> new TreeSet<>()).add(deed(right));
            }
        }
        Set<String> passwords = scramUsers().keySet();
        byName.forEach((name, deeds) -> {
            say(name + (passwords.contains(name) ? " (has a password)" : ""));
            deeds.forEach(deed -> say("  " + deed));
        });
        if (byName.isEmpty()) {
            say("nobody but super users may do anything with " + topics.prefix() + ".*");
        }
    }

    private Collection<AclBinding> rights() throws IOException {
        try {
            return get(admin.describeAcls(AclBindingFilter.ANY).values()).stream()
                    .sorted(Comparator.comparing(AclBinding::toString))
                    .toList();
        } catch (IOException failed) {
            if (failed.getCause() instanceof ExecutionException wrapped
                    && wrapped.getCause() instanceof SecurityDisabledException) {
                throw new Refusal(
                        "the brokers have no authorizer, so everybody may do everything; docs/20-identity.md has the"
                                + " lines for server.properties",
                        failed);
            }
            throw failed;
        }
    }

    private Map<String, ?> scramUsers() throws IOException {
        try {
            return get(admin.describeUserScramCredentials().all());
        } catch (IOException failed) {
            if (failed.getCause() instanceof ExecutionException wrapped
                    && wrapped.getCause() instanceof ResourceNotFoundException) {
                return Map.of();
            }
            throw failed;
        }
    }

    private static String words(AclBinding right) {
        return name(right) + ": " + deed(right);
    }

    private static String name(AclBinding right) {
        return right.entry().principal().replaceFirst("^User:", "");
    }

    private static String deed(AclBinding right) {
        boolean prefixed = right.pattern().patternType() == PatternType.PREFIXED;
        String host =
                right.entry().host().equals("*") ? "" : " from " + right.entry().host();
        String verb = right.entry().permissionType() == AclPermissionType.DENY ? "not " : "";
        return verb
                + right.entry().operation().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " "
                + right.pattern().resourceType().name().toLowerCase(Locale.ROOT)
                + " "
                + right.pattern().name()
                + (prefixed ? "…" : "")
                + host;
    }

    private void did(String deed, String what) {
        changes++;
        say((dryRun ? "would " : "") + deed + " " + what);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static <T> T get(KafkaFuture<T> future) throws IOException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            throw new IOException("Kafka refused: " + cause.getMessage(), refused);
        } catch (TimeoutException late) {
            throw new IOException("Kafka did not answer within " + SECONDS + " s", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Kafka", stopped);
        }
    }
}
