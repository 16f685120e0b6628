// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import dev.holdfast.testkit.history.HistoryRecorder.Call;

/** Writes histories of the key "k" by hand, one event after the other. */
final class Script {
  private final HistoryRecorder<String, RegisterRequest<String>, RegisterResponse<String>>
      recorder = HistoryRecorder.create();

  Call<String, RegisterRequest<String>, RegisterResponse<String>> invoke(
      int client, RegisterRequest<String> request) {
    return recorder.invoke(client, "k", request);
  }

  Call<String, RegisterRequest<String>, RegisterResponse<String>> writing(
      int client, String value) {
    return invoke(client, RegisterRequest.write(value));
  }

  Script write(int client, String value) {
    writing(client, value).ok(RegisterResponse.applied());
    return this;
  }

  Script unknownWrite(int client, String value) {
    writing(client, value).unknown();
    return this;
  }

  Script failedWrite(int client, String value) {
    writing(client, value).notApplied();
    return this;
  }

  Script delete(int client) {
    return done(client, RegisterRequest.delete(), RegisterResponse.applied());
  }

  Script done(int client, RegisterRequest<String> request, RegisterResponse<String> response) {
    invoke(client, request).ok(response);
    return this;
  }

  Script read(int client, String value) {
    return done(client, RegisterRequest.read(), RegisterResponse.found(value));
  }

  Script readAbsent(int client) {
    return done(client, RegisterRequest.read(), RegisterResponse.absent());
  }

  Script powerLoss() {
    recorder.powerLoss();
    return this;
  }

  History<String, RegisterRequest<String>, RegisterResponse<String>> history() {
    return recorder.history();
  }

  Verdict<String> check(UnknownRule rule) {
    return LinearizabilityChecker.of(RegisterSpec.<String>absentAtFirst(), rule).check(history());
  }

  /** The verdict under the rule that gives a store the most freedom. */
  Verdict<String> check() {
    return check(UnknownRule.ANY_TIME);
  }
}
