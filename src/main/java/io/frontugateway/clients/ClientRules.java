package io.frontugateway.clients;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What makes a set of clients valid.
 *
 * @param accounts the accounts that are configured
 * @param resources normalized names of the resources in the catalogue
 * @param limit slots per window that guaranteed ones are taken from
 */
public record ClientRules(Set<String> accounts, Set<String> resources, int limit) {
    private static final String DIGEST_EXAMPLE =
            "for example the output of: printf %s \"$KEY\" | sha256sum | cut -d' ' -f1";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");

    public ClientRules {
        accounts = Set.copyOf(accounts);
        resources = Set.copyOf(resources);
    }

    /** One line a fault, each beginning with the name of the setting; never shows a digest. */
    List<String> faults(Collection<ClientSettings> clients) {
        var faults = new ArrayList<String>();
        var firstByName = new HashMap<String, ClientSettings>();
        var firstByDigest = new HashMap<String, ClientSettings>();
        for (var client : clients) {
            var namesake = firstByName.putIfAbsent(client.name(), client);
            if (namesake != null) {
                faults.add(client.where() + ": the client stands at " + namesake.where() + " too; keep one of them");
            }
            ownFaults(client, faults);
            for (var digest : client.digests()) {
                var other = firstByDigest.putIfAbsent(digest.toLowerCase(Locale.ROOT), client);
                if (other != null) {
                    faults.add(client.where() + ".key-sha256: the same digest stands at " + other.where()
                            + " too; give each client a key of its own");
                }
            }
        }
        checkGuarantees(clients, faults);
        return faults;
    }

    private void ownFaults(ClientSettings client, List<String> faults) {
        var where = client.where();
        if (client.digests().isEmpty()) {
            faults.add(where + ".key-sha256: missing; " + DIGEST_EXAMPLE);
        }
        client.digests().forEach(digest -> checkDigest(where, digest, faults));
        if (!accounts.contains(client.account())) {
            faults.add(where + ".account: there is no account \"" + client.account() + "\"; " + known(accounts));
        }
        client.accounts().stream()
                .filter(account -> !accounts.contains(account))
                .forEach(account ->
                        faults.add(where + ".accounts: there is no account \"" + account + "\"; " + known(accounts)));
        client.permissions().forEach(permission -> checkPermission(where, permission, faults));
        checkShare(client, faults);
    }

    private static void checkDigest(String where, String digest, List<String> faults) {
        if (!HEX.matcher(digest).matches()) {
            faults.add(where + ".key-sha256: holds other characters than hexadecimal digits; " + DIGEST_EXAMPLE);
        } else if (digest.length() != 64) {
            faults.add(where + ".key-sha256: a SHA-256 digest has 64 hexadecimal digits, this has " + digest.length()
                    + "; " + DIGEST_EXAMPLE);
        }
    }

    private void checkPermission(String where, String permission, List<String> faults) {
        if (permission.equals("passthrough") || permission.equals("operate")) {
            return;
        }
        var colon = permission.lastIndexOf(':');
        var action = permission.substring(colon + 1);
        if (colon < 1 || !(action.equals("read") || action.equals("write"))) {
            faults.add(where + ".permissions: \"" + permission
                    + "\" is no permission; for example *:read, tasks:write, passthrough or operate");
            return;
        }
        var resource = permission.substring(0, colon);
        if (!resource.equals("*") && !resources.contains(resource)) {
            faults.add(where + ".permissions: \"" + permission + "\" names no resource of the catalogue; "
                    + "for example tasks:" + action + ", or *:" + action + " for all");
        }
    }

    private static void checkShare(ClientSettings client, List<String> faults) {
        atLeast(1, client.weight(), client.where() + ".weight", faults);
        atLeast(0, client.guaranteed(), client.where() + ".guaranteed", faults);
        atLeast(0, client.maxQueued(), client.where() + ".max-queued", faults);
        client.limit().ifPresent(limit -> atLeast(1, limit, client.where() + ".limit", faults));
        if (client.limit().isPresent() && client.limit().getAsInt() < client.guaranteed()) {
            faults.add(client.where() + ".limit: " + client.limit().getAsInt()
                    + " is less than the client's guaranteed " + client.guaranteed() + "; for example " + client.where()
                    + ".limit=" + client.guaranteed());
        }
    }

    private void checkGuarantees(Collection<ClientSettings> clients, List<String> faults) {
        long guaranteed = clients.stream().mapToLong(ClientSettings::guaranteed).sum();
        if (guaranteed > limit) {
            faults.add("gateway.clients: the guaranteed slots add up to " + guaranteed
                    + ", more than gateway.quota.limit (" + limit
                    + "); for example gateway.clients.billing.guaranteed=10");
        }
    }

    private static void atLeast(int least, int value, String setting, List<String> faults) {
        if (value < least) {
            faults.add(setting + ": must be at least " + least + ", is " + value + "; for example " + setting + "="
                    + Math.max(1, least));
        }
    }

    private static String known(Set<String> names) {
        return names.isEmpty()
                ? "none is configured"
                : Stream.concat(Stream.of("there is"), names.stream().sorted().limit(10))
                        .reduce((all, next) -> all.equals("there is") ? all + " " + next : all + ", " + next)
                        .orElse("");
    }
}
