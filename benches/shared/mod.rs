//! What all benchmarks share: the service and a simulator in one process, and a client of both.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use contact_eraser::app::App;
use contact_eraser::config::Config;
use contact_eraser::domain::clock::SystemClock;
use contact_eraser::store::seal::Key;
use portal_sim::{Portal, Sim, SimBuilder};
use reqwest::Client;
use serde_json::Value;
use tempfile::TempDir;
use url::form_urlencoded::Serializer;

/// The service and one simulated portal.
pub(crate) struct Bench {
    pub(crate) http: Client,
    pub(crate) portal: Portal,
    pub(crate) url: String,
    _sim: Sim,
    _folder: TempDir,
}

impl Bench {
    /// Starts both.
    pub(crate) async fn start(builder: SimBuilder) -> anyhow::Result<Self> {
        let sim = builder.portals(1).installed(true).start().await?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        drop(listener);
        sim.register_app(&url);
        let folder = tempfile::tempdir()?;
        let app = App::start(&config(&sim, &url, &folder)?, Arc::new(SystemClock)).await?;
        tokio::spawn(app.run());
        let http = Client::builder().no_proxy().build()?;
        Ok(Self { http, portal: sim.portal(0), url, _sim: sim, _folder: folder })
    }

    /// Posts the form of the portal's frame and reads the session from the page.
    pub(crate) async fn open(&self) -> anyhow::Result<String> {
        let post = self.portal.frame_post(1);
        let query = Serializer::new(String::new()).extend_pairs(&post.query).finish();
        let request = self.http.post(format!("{}/app?{query}", self.url)).form(&post.body);
        let page = request.send().await?.error_for_status()?.text().await?;
        let (_, rest) = page.split_once("id=\"boot\"").context("no boot element")?;
        let (_, rest) = rest.split_once('>').context("no boot element")?;
        let boot: Value = serde_json::from_str(rest.split_once("</script>").context("no boot element")?.0)?;
        Ok(boot["session"].as_str().context("no session")?.to_owned())
    }

    /// Sends one request as the page's script does.
    pub(crate) async fn calls(
        &self,
        method: reqwest::Method,
        path: &str,
        session: &str,
    ) -> anyhow::Result<()> {
        let request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(session);
        let answer = request.send().await?;
        ensure!(answer.status() == 200, "{path}: {}", answer.status());
        answer.bytes().await?;
        Ok(())
    }

    /// The number of HTTP requests that reached the portal. Commands inside a batch do not count.
    pub(crate) fn requests(&self) -> usize {
        self.portal.calls().iter().filter(|call| call.in_batch.is_none()).count()
    }
}

/// The time that this percentage of all times does not exceed.
pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// The memory of this process.
pub(crate) fn resident_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| "unknown here".to_owned(), |size| size.trim().to_owned())
}

fn config(sim: &Sim, url: &str, folder: &TempDir) -> anyhow::Result<Config> {
    let values = [
        ("ERASER_CLIENT_ID", sim.client_id().to_owned()),
        ("ERASER_CLIENT_SECRET", sim.client_secret().to_owned()),
        ("ERASER_ENCRYPTION_KEYS", Key::generate()?),
        ("ERASER_PUBLIC_URL", url.to_owned()),
        ("ERASER_LISTEN", url.trim_start_matches("http://").to_owned()),
        ("ERASER_DATABASE_URL", format!("sqlite://{}", folder.path().join("bench.db").display())),
        ("ERASER_OAUTH_URLS", sim.oauth_url()),
        ("ERASER_BX24_JS_URL", format!("{}/api/v1/", sim.oauth_url())),
        ("ERASER_ALLOW_HTTP_PORTALS", "true".to_owned()),
        ("ERASER_ALLOW_PRIVATE_PORTALS", "true".to_owned()),
    ];
    let values: BTreeMap<String, String> = values.map(|(name, value)| (name.to_owned(), value)).into();
    Ok(Config::read(&values, false)?)
}
