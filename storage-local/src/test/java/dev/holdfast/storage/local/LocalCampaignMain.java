// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.testkit.campaign.CampaignDomain;
import dev.holdfast.testkit.campaign.CampaignLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Starts the local campaign from the command line, in the folder of the module. */
final class LocalCampaignMain {

  static final Path SOURCES = Path.of("src/main/java");

  private LocalCampaignMain() {}

  /** Ends the process with the exit code of the campaign. */
  public static void main(String[] arguments) throws IOException {
    CampaignLauncher launcher =
        new CampaignLauncher(LocalBugs.ALL, SOURCES, new SecureRandom(), System.out);
    System.exit(launcher.run(arguments, LocalCampaignMain::domain));
  }

  /** The campaign with the classes of a loader. */
  static CampaignDomain<?> domain(ClassLoader loader) {
    try {
      return Class.forName("dev.holdfast.storage.local.LocalCampaign", true, loader)
          .asSubclass(CampaignDomain.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the campaign cannot be made", e);
    }
  }
}
