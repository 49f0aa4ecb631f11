package dev.headway.site.model;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model is used.
 *
 * @param model the concurrency model: how requests meet threads
 */
@ConfigurationProperties("headway")
record ModelProperties(@DefaultValue("thread-pool") Model model) {

}
