// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The contract over a store that can write and nothing else. */
final class ReducedContractTest extends StorageDriverContract {

  private static final Set<Capability> ONLY_WRITE = EnumSet.of(Capability.WRITE);

  private static final Set<String> SKIPPED =
      Set.of(
          "F48_session_thatRunsOutOfTime_isWholeOrTimesOut",
          "F49_close_sessionLeftOpen_succeeds",
          "copy_metadata_isThatOfTheSource",
          "copy_ontoItself_keepsEverything",
          "copy_tags_areThoseOfTheSource",
          "deleteIfMatch_absentKey_fails",
          "deleteIfMatch_formerVersion_failsAndLeavesPresent",
          "deleteIfMatch_manyThreads_exactlyOneWins",
          "deleteIfMatch_presentVersion_deletes",
          "ifAbsent_absentKey_writes",
          "ifAbsent_deletedKey_writes",
          "ifAbsent_manyThreads_exactlyOneWins",
          "ifAbsent_objectAppearsBeforeCommit_fails",
          "ifAbsent_presentObject_failsAndLeavesIt",
          "ifMatch_absentKey_failsAndLeavesNothing",
          "ifMatch_counter_losesNoIncrement",
          "ifMatch_formerVersion_failsAndLeavesPresent",
          "ifMatch_manyThreads_exactlyOneWins",
          "ifMatch_objectChangesBeforeCommit_fails",
          "ifMatch_presentVersion_writes",
          "S7_keys_objectBesidePrefix_areIndependent",
          "S14_metadata_allKinds_areToldByPutStatAndGet",
          "S14_metadata_largest_isKept",
          "S14_fileName_longest_isKept",
          "S14_fileName_ofAnyForm_isKept",
          "metadata_ofEmptyObject_isKept",
          "metadata_ofSession_isKept",
          "metadata_writtenAgain_isReplacedWhole",
          "presign_anyKey_isItsOwnLink",
          "presign_contentType_mustBeSentAlong",
          "presign_expiry_isAsAsked",
          "session_closedAfterCommit_keepsTheObject",
          "F47_session_closedWithoutCommit_leavesNothing",
          "F47_session_closedWithoutCommit_leavesPresentObject",
          "F46_session_committed_isReadBack",
          "session_deletedMeanwhile_writesAtCommit",
          "session_interruptedBeforeCommit_isWholeOrNothing",
          "session_notCommitted_isNotVisible",
          "session_overwrittenMeanwhile_replacesAtCommit",
          "session_piecesOfOneBuffer_areTakenOver",
          "session_twoOnOneKey_lastCommitWins",
          "session_withoutWrites_isAnEmptyObject",
          "session_writtenByAnotherThread_isReadBack",
          "stat_deletedAndWrittenAgain_hasAnotherEtag",
          "stat_writtenAgain_hasAnotherEtagEachTime",
          "tags_areToldByStat",
          "write_readOnlyStore_failsAsReadOnly");

  @Override
  protected StorageDriver createDriver() {
    return MemoryDriver.builder().capabilities(ONLY_WRITE).build();
  }

  @Override
  protected Set<Capability> capabilities() {
    return ONLY_WRITE;
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(SKIPPED);
  }
}
