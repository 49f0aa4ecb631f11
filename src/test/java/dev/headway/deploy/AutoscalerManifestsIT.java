package dev.headway.deploy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.PodsMetricSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The output of kustomize for {@code src/deploy/kubernetes}: the number of pods, and the
 * demand by which autoscalers set it.
 */
@Timeout(60)
class AutoscalerManifestsIT {

	private static final String RECORDED = "pod:headway_demand:workers";

	@ParameterizedTest
	@ValueSource(strings = { "base", "overlays/hpa", "overlays/keda" })
	void nothingSetsTheNumberOfPodsBesideAnAutoscaler(String folder) throws Exception {
		assertThat(Kustomization.render(folder).get(Deployment.class).getSpec().getReplicas()).isNull();
	}

	@Test
	void withoutAnAutoscalerThereAreThree() throws Exception {
		assertThat(Kustomization.render("overlays/fixed").get(Deployment.class).getSpec().getReplicas()).isEqualTo(3);
	}

	@Test
	void operatorRecordsWhatThePlainRulesRecord() throws Exception {
		List<?> groups = (List<?>) KubernetesObjects.tree(Path.of("src/deploy/prometheus/headway-rules.yml"))
			.get("groups");
		List<?> demand = groups.stream()
			.filter((group) -> KubernetesObjects.asTree(group).get("name").equals("headway-demand"))
			.toList();
		assertThat(demand).hasSize(1);
		assertThat(Kustomization.render("overlays/hpa").spec("PrometheusRule")).containsEntry("groups", demand);
		assertThat(demand.toString()).contains("record=" + RECORDED);
	}

	@Test
	void bothAutoscalersAskForTheRecordedDemandAndAimAtTheSame() throws Exception {
		Map<String, Object> adapter = KubernetesObjects
			.tree(Kustomization.FOLDER.resolve("prometheus-adapter/values.yaml"));
		List<?> rules = (List<?>) KubernetesObjects.asTree(adapter.get("rules")).get("custom");
		assertThat(rules).hasSize(1);
		Map<String, Object> rule = KubernetesObjects.asTree(rules.get(0));
		assertThat((String) rule.get("seriesQuery")).startsWith(RECORDED + "{");

		KubernetesObjects hpa = Kustomization.render("overlays/hpa");
		assertThat(hpa.get(HorizontalPodAutoscaler.class).getSpec().getMetrics()).hasSize(1);
		PodsMetricSource metric = hpa.get(HorizontalPodAutoscaler.class).getSpec().getMetrics().get(0).getPods();
		assertThat(rule.get("name")).isEqualTo(Map.of("as", metric.getMetric().getName()));
		assertThat(metric.getTarget().getType()).isEqualTo("AverageValue");

		KubernetesObjects keda = Kustomization.render("overlays/keda");
		List<?> triggers = (List<?>) keda.spec("ScaledObject").get("triggers");
		assertThat(triggers).hasSize(1);
		Map<String, Object> trigger = KubernetesObjects.asTree(triggers.get(0));
		assertThat(trigger).containsEntry("type", "prometheus").containsEntry("metricType", "AverageValue");
		Map<String, Object> metadata = KubernetesObjects.asTree(trigger.get("metadata"));
		assertThat(metadata).containsEntry("query", "sum(%s{namespace=\"%s\"})".formatted(RECORDED,
				keda.get(Deployment.class).getMetadata().getNamespace()));
		assertThat(new BigDecimal((String) metadata.get("threshold")))
			.isEqualByComparingTo(Quantity.getAmountInBytes(metric.getTarget().getAverageValue()))
			.isEqualByComparingTo("2.6");
	}

	@Test
	void bothAutoscalersHaveTheSameBoundsAndPace() throws Exception {
		Map<String, Object> hpa = Kustomization.render("overlays/hpa").spec("HorizontalPodAutoscaler");
		Map<String, Object> keda = Kustomization.render("overlays/keda").spec("ScaledObject");
		assertThat(hpa).containsEntry("minReplicas", keda.get("minReplicaCount"))
			.containsEntry("maxReplicas", keda.get("maxReplicaCount"));
		Map<String, Object> advanced = KubernetesObjects.asTree(keda.get("advanced"));
		assertThat(KubernetesObjects.asTree(advanced.get("horizontalPodAutoscalerConfig"))).containsEntry("behavior",
				hpa.get("behavior"));
		assertThat(KubernetesObjects.asTree(hpa.get("scaleTargetRef"))).containsEntry("name", "headway");
		assertThat(KubernetesObjects.asTree(keda.get("scaleTargetRef"))).containsEntry("name", "headway");
	}

}
