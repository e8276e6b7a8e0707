/**
 * Proofs that the packaged program keeps the quota, in processes of their own and through faults. The short ones run with
 * every build; those tagged {@code soak} are run by hand, see the README.
 */
package io.frontugateway.quota.proof;
