//! Structured logs and metrics. They contain ids, kinds and outcomes. The types of secrets and contact data cannot be
//! printed.

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::TryInitError;

use crate::config::LogFormat;

/// Starts logging to standard error.
///
/// # Errors
/// When logging has already started.
pub fn start(filter: &str, format: LogFormat) -> Result<(), TryInitError> {
    use tracing_subscriber::util::SubscriberInitExt;
    let filter = EnvFilter::new(filter);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Pretty => builder.finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    }
}

/// Renders the metrics that this process has recorded.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts recording.
    ///
    /// # Errors
    /// When this process already records metrics.
    pub fn start() -> Result<Self, BuildError> {
        PrometheusBuilder::new().install_recorder().map(Self)
    }

    /// Aggregates the recorded values every few seconds. Without it they use more and more memory until someone reads
    /// the metrics. Never returns.
    pub async fn keep_up(&self) {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
            self.0.run_upkeep();
        }
    }

    /// The metrics in Prometheus's text format.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }
}
