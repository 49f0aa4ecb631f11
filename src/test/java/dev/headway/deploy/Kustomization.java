package dev.headway.deploy;

import java.nio.file.Path;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** The output of kustomize for a folder of {@code src/deploy/kubernetes}. */
final class Kustomization {

	static final Path FOLDER = Path.of("src/deploy/kubernetes");

	private Kustomization() {
	}

	/** Renders the folder, and fails if that fails. */
	static KubernetesObjects render(String folder) throws Exception {
		Outcome outcome = Outcome
			.of(new ProcessBuilder(Tool.require("kubectl").toString(), "kustomize", FOLDER.resolve(folder).toString()));
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return KubernetesObjects.parse(outcome.output());
	}

}
