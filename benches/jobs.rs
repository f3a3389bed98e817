//! Measures deletion jobs: calls to the portal and the time compared with the portal's limits, the wait of a user at a
//! page meanwhile, and memory. Nothing is asserted. It takes some minutes, because the limits are the real ones.
//! `-- large` runs only the part about one very large job.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

mod shared;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::ensure;
use portal_sim::{Sim, SimBuilder};
use reqwest::Method;
use serde_json::{Value, json};

use shared::{Bench, percentile, resident_memory};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    if std::env::args().any(|argument| argument == "large") {
        return begins_at_once().await;
    }
    println!("{:<44} {:>6} {:>9} {:>11} {:>6} {:>8}", "", "calls", "took", "the limit", "peak", "refused");
    let free = || Sim::builder().delete_cost(Duration::ZERO);
    let tenth = || Sim::builder().no_bucket().delete_cost(Duration::from_millis(100));
    // The portal accepts fifty calls at once, then two calls a second.
    let by_bucket = |calls: f64| (calls - 50.0).max(0.0) / 2.0;
    deletes("5,000 free ones, usual bucket", free(), 5_000, by_bucket).await?;
    deletes("2,500 at 0.1 s, many at once", tenth(), 2_500, |_| 250.0).await?;
    deletes("500 at 0.1 s, one at a time", tenth().serialized(), 500, |_| 50.0).await?;
    waits_at_a_page().await?;
    begins_at_once().await?;
    println!("\nmemory of service and simulators together: {}", resident_memory());
    Ok(())
}

/// Deletes all contacts of a portal. `limit` returns the shortest possible time for the given number of calls.
async fn deletes(
    name: &str,
    builder: SimBuilder,
    contacts: usize,
    limit: impl Fn(f64) -> f64,
) -> anyhow::Result<()> {
    // The bucket is not full here, because opening the app has taken from it.
    let bench = Bench::start(builder.contacts(contacts)).await?;
    let session = bench.open().await?;
    let before = bench.portal.calls().len();
    let job = make(&bench, &session, &bench.portal.contact_ids(), false).await?;
    let job = ends(&bench, &session, &job).await?;
    ensure!(job["deleted"].as_u64() == u64::try_from(contacts).ok(), "{job}");
    let calls = bench.portal.calls().split_off(before);
    let top: Vec<_> = calls.iter().filter(|call| call.in_batch.is_none()).collect();
    let begin = top.iter().filter_map(|call| call.began_at).fold(f64::MAX, f64::min);
    let took = top.iter().filter_map(|call| call.answered_at).fold(0.0, f64::max) - begin;
    let refused = top.iter().filter(|call| call.http_status == 503).count();
    #[expect(clippy::cast_precision_loss, reason = "the number is small")]
    let limit = limit(bench.requests() as f64);
    let peak = bench.portal.in_flight("batch").peak();
    println!("{name:<44} {:>6} {took:>7.1} s {limit:>9.1} s {peak:>6} {refused:>8}", top.len());
    Ok(())
}

/// Times single deletions while a job uses up the bucket.
async fn waits_at_a_page() -> anyhow::Result<()> {
    const ROUNDS: usize = 10;
    let bench = Bench::start(Sim::builder().contacts(6_000).delete_cost(Duration::ZERO)).await?;
    let session = bench.open().await?;
    let ids = bench.portal.contact_ids();
    make(&bench, &session, &ids[..5_900], false).await?;
    while bench.requests() < 55 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut times = Vec::with_capacity(ROUNDS);
    for id in &ids[5_900..5_900 + ROUNDS] {
        let started = Instant::now();
        bench.calls(Method::DELETE, &format!("/api/contacts/{id}"), &session).await?;
        times.push(started.elapsed());
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let (median, longest) = (percentile(&mut times, 50), percentile(&mut times, 100));
    println!(
        "\na single deletion while a job uses the bucket up: median {median:.0?}, longest {longest:.0?}"
    );
    Ok(())
}

/// Creates a job of the largest size. Times its creation and its cancellation, and how long other writes wait
/// meanwhile.
async fn begins_at_once() -> anyhow::Result<()> {
    let bench = Bench::start(Sim::builder().contacts(100)).await?;
    let session = bench.open().await?;
    let ids: Vec<u64> = (1..=100_000).collect();
    let before = resident_memory();
    let (longest, stop) = (Arc::new(Mutex::new(Duration::ZERO)), Arc::new(AtomicBool::new(false)));
    let other = tokio::spawn(writes(
        bench.http.clone(),
        format!("{}/health/ready", bench.url),
        Arc::clone(&longest),
        Arc::clone(&stop),
    ));
    let longest = || longest.lock().map(|mut longest| std::mem::take(&mut *longest)).unwrap_or_default();
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("\nlongest write of others while nothing happens: {:.0?}", longest());
    let started = Instant::now();
    let job = make(&bench, &session, &ids, false).await?;
    println!(
        "a job of 100,000 contacts: {:.0?}, memory {before} before and {} after, longest write of others {:.0?}",
        started.elapsed(),
        resident_memory(),
        longest()
    );
    for order in ["pause", "cancel"] {
        let started = Instant::now();
        bench.calls(Method::POST, &format!("/api/jobs/{}/{order}", job["id"]), &session).await?;
        println!("its {order}: {:.0?}, longest write of others {:.0?}", started.elapsed(), longest());
    }
    // The job's contacts are resolved later, in the background.
    tokio::time::sleep(Duration::from_secs(8)).await;
    println!("longest write of others afterwards: {:.0?}", longest());
    stop.store(true, Ordering::SeqCst);
    other.await??;
    Ok(())
}

/// Writes a row again and again, as the readiness probe does. Records the longest time that a write took.
async fn writes(
    http: reqwest::Client,
    url: String,
    longest: Arc<Mutex<Duration>>,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<()> {
    while !stop.load(Ordering::SeqCst) {
        let started = Instant::now();
        http.get(&url).send().await?.error_for_status()?;
        let took = started.elapsed();
        if let Ok(mut longest) = longest.lock() {
            *longest = longest.max(took);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

async fn make(bench: &Bench, session: &str, ids: &[u64], draft: bool) -> anyhow::Result<Value> {
    let body = json!({"contact_ids": ids, "include_open_deals": true, "draft": draft});
    let request = bench.http.post(format!("{}/api/jobs", bench.url)).bearer_auth(session).json(&body);
    let answer = request.send().await?;
    ensure!(answer.status() == 202, "no job: {}", answer.text().await?);
    Ok(answer.json().await?)
}

async fn ends(bench: &Bench, session: &str, job: &Value) -> anyhow::Result<Value> {
    loop {
        let request = bench.http.get(format!("{}/api/jobs/{}", bench.url, job["id"])).bearer_auth(session);
        let now: Value = request.send().await?.json().await?;
        match now["state"].as_str() {
            Some("done") => return Ok(now),
            Some("paused" | "cancelled" | "failed") => anyhow::bail!("{now}"),
            _ => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}
