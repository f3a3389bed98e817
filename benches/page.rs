//! What the service adds to the portal's own time: opening the app, a page of contacts, one deletion. Prints calls to
//! the portal, median and 95th percentile next to the same REST call made directly, and the memory at the end.
//! Nothing is asserted: numbers are for reading.
#![expect(clippy::print_stdout, reason = "the numbers are what a benchmark is run for")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use contact_eraser::app::App;
use contact_eraser::config::Config;
use contact_eraser::domain::clock::SystemClock;
use contact_eraser::store::seal::Key;
use portal_sim::{Portal, Sim};
use reqwest::Client;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

const ROUNDS: usize = 200;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let sim = Sim::builder().portals(1).contacts(1000).installed(true).no_bucket().start().await?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    drop(listener);
    sim.register_app(&url);
    let folder = tempfile::tempdir()?;
    let app = App::start(&config(&sim, &url, &folder)?, Arc::new(SystemClock)).await?;
    tokio::spawn(app.run());
    let bench = Bench { http: Client::builder().no_proxy().build()?, portal: sim.portal(0), url };
    let session = bench.open().await?;
    println!("{:<34} {:>6} {:>10} {:>10} {:>12}", "", "calls", "median", "p95", "portal alone");
    bench.measures("open the app", async |_| bench.open().await.map(drop), "profile", &json!({})).await?;
    let select = json!({"select": ["ID", "NAME", "PHONE", "EMAIL"], "order": {"ID": "ASC"}, "start": 0});
    let page = async |_| bench.calls(reqwest::Method::GET, "/api/contacts", &session).await;
    bench.measures("a page of contacts", page, "crm.contact.list", &select).await?;
    let erase = async |round| {
        let path = format!("/api/contacts/{}", round + 1);
        bench.calls(reqwest::Method::DELETE, &path, &session).await
    };
    bench.measures("delete one contact", erase, "crm.contact.delete", &json!({"ID": 999})).await?;
    println!("\nmemory of service and simulator together: {}", resident_memory());
    Ok(())
}

struct Bench {
    http: Client,
    portal: Portal,
    url: String,
}

impl Bench {
    /// Posts the frame's form and takes the session from the page.
    async fn open(&self) -> anyhow::Result<String> {
        let post = self.portal.frame_post(1);
        let query = Serializer::new(String::new()).extend_pairs(&post.query).finish();
        let request = self.http.post(format!("{}/app?{query}", self.url)).form(&post.body);
        let page = request.send().await?.error_for_status()?.text().await?;
        let (_, rest) = page.split_once("id=\"boot\"").context("no boot element")?;
        let (_, rest) = rest.split_once('>').context("no boot element")?;
        let boot: Value = serde_json::from_str(rest.split_once("</script>").context("no boot element")?.0)?;
        Ok(boot["session"].as_str().context("no session")?.to_owned())
    }

    async fn calls(&self, method: reqwest::Method, path: &str, session: &str) -> anyhow::Result<()> {
        let request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(session);
        let answer = request.send().await?;
        ensure!(answer.status() == 200, "{path}: {}", answer.status());
        answer.bytes().await?;
        Ok(())
    }

    /// Times an action through the service, and the REST call at its heart without it.
    async fn measures(
        &self,
        name: &str,
        action: impl AsyncFn(usize) -> anyhow::Result<()>,
        method: &str,
        params: &Value,
    ) -> anyhow::Result<()> {
        let before = self.requests();
        let mut through = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS {
            let started = Instant::now();
            action(round).await?;
            through.push(started.elapsed());
        }
        let calls = (self.requests() - before) / ROUNDS;
        let mut alone = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let url = format!("{}{method}", self.portal.webhook_url(1));
            self.http.post(url).json(params).send().await?.bytes().await?;
            alone.push(started.elapsed());
        }
        let (median, p95) = (percentile(&mut through, 50), percentile(&mut through, 95));
        let alone = percentile(&mut alone, 50);
        println!("{name:<34} {calls:>6} {median:>10.1?} {p95:>10.1?} {alone:>12.1?}");
        Ok(())
    }

    /// HTTP requests that reached the portal; commands inside a batch are not requests.
    fn requests(&self) -> usize {
        self.portal.calls().iter().filter(|call| call.in_batch.is_none()).count()
    }
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn resident_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| "unknown here".to_owned(), |size| size.trim().to_owned())
}

fn config(sim: &Sim, url: &str, folder: &tempfile::TempDir) -> anyhow::Result<Config> {
    let values = [
        ("ERASER_CLIENT_ID", sim.client_id().to_owned()),
        ("ERASER_CLIENT_SECRET", sim.client_secret().to_owned()),
        ("ERASER_ENCRYPTION_KEYS", Key::generate()?),
        ("ERASER_PUBLIC_URL", url.to_owned()),
        ("ERASER_LISTEN", url.trim_start_matches("http://").to_owned()),
        ("ERASER_DATABASE_URL", format!("sqlite://{}", folder.path().join("bench.db").display())),
        ("ERASER_OAUTH_URLS", sim.oauth_url()),
        ("ERASER_ALLOW_HTTP_PORTALS", "true".to_owned()),
        ("ERASER_ALLOW_PRIVATE_PORTALS", "true".to_owned()),
    ];
    let values: BTreeMap<String, String> = values.map(|(name, value)| (name.to_owned(), value)).into();
    Ok(Config::read(&values, false)?)
}
