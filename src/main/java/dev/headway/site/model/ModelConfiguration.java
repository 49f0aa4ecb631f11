package dev.headway.site.model;

import dev.headway.actuate.ModelDescriptor;
import dev.headway.autoconfigure.PoolDefaults;
import dev.headway.site.SiteProperties;
import dev.headway.site.Sleep;
import dev.headway.worker.PoolSettings;
import dev.headway.worker.WorkerPool;
import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Makes the pool and the sleep of the chosen model. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

	/**
	 * As many workers as the book's server has, one express worker, and 16 spares.
	 */
	@Bean
	PoolDefaults poolDefaults() {
		return new PoolDefaults(4, (size) -> 1, (size) -> 16);
	}

	@Bean
	SiteProperties siteProperties(Environment environment) {
		return Binder.get(environment).bindOrCreate("headway", SiteProperties.class);
	}

	@Bean
	ModelProperties modelProperties(Environment environment) {
		return Binder.get(environment).bindOrCreate("headway", ModelProperties.class);
	}

	@Bean
	VirtualThreadsProperties virtualThreadsProperties(Environment environment) {
		return Binder.get(environment).bindOrCreate("headway.virtual-threads", VirtualThreadsProperties.class);
	}

	@Bean
	ModelSettings modelSettings(PoolSettings pool, VirtualThreadsProperties virtualThreads) {
		return new ModelSettings(pool, virtualThreads.limit(),
				new SLF4JSystemLoggerFinder().getLogger(WorkerPool.class.getName(), WorkerPool.class.getModule()));
	}

	/** Closed by the library, which knows how much time is left. */
	@Bean(destroyMethod = "")
	WorkerPool workerPool(ModelProperties properties, ModelSettings resources, Environment environment) {
		UnusedProperties.refuse(properties.model(), environment);
		return properties.model().threading().pool(resources);
	}

	@Bean
	Sleep sleep(ModelProperties properties, SiteProperties site) {
		return properties.model().threading().sleep(site.sleep());
	}

	@Bean
	ModelDescriptor modelDescriptor(ModelProperties properties, ModelSettings resources) {
		Model model = properties.model();
		return new ModelDescriptor(model.label(), model.threading().description(),
				model.threading().threads(resources));
	}

}
