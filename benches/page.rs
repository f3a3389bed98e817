//! Measures what the service adds to the portal's own time: opening the app, a page of contacts, one deletion. It
//! prints calls to the portal, the median and the 95th percentile, the median of the same REST call made directly, and
//! the memory at the end. Nothing is asserted.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

mod shared;

use std::time::Instant;

use portal_sim::Sim;
use serde_json::{Value, json};

use shared::{Bench, percentile, resident_memory};

const ROUNDS: usize = 200;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let bench = Bench::start(Sim::builder().contacts(1000).no_bucket()).await?;
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

impl Bench {
    /// Times an action through the service, then the main REST call of that action without it.
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
}
