//! The command `jobs` lists the jobs of all portals for an operator. It prints ids and counts and no contact data.

use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::print_line;
use crate::app;
use crate::config::Config;
use crate::domain::clock::{SystemClock, UnixTime};
use crate::domain::job::{Job, JobId, Reason};
use crate::store::Store;

/// Jobs per read.
const CHUNK: u32 = 500;

/// The options of the command.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Only jobs that have not ended
    #[arg(long)]
    unfinished: bool,
    /// Let a paused or waiting job go on, whatever it rests for
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    requeue: Option<i64>,
}

/// Lists the jobs, or requeues one. A running service notices a requeued job.
///
/// # Errors
/// When the database does not answer, or when the job does not exist or neither pauses nor waits.
pub(super) async fn run(options: &Options, config: &Config) -> anyhow::Result<()> {
    let store = app::open_store(config, Arc::new(SystemClock)).await?;
    let done = match options.requeue {
        Some(id) => requeue(&store, JobId(id), options.json).await,
        None => list(&store, options).await,
    };
    store.close().await;
    done
}

async fn requeue(store: &Store, id: JobId, as_json: bool) -> anyhow::Result<()> {
    let job = store.requeue_job(id).await?;
    let job = job.ok_or_else(|| anyhow::anyhow!("job {id} neither pauses nor waits, or there is none"))?;
    if as_json {
        let portal = store.find_portal(&job.principal.member_id).await?;
        let host = portal.map_or_else(String::new, |portal| portal.endpoint.host().to_string());
        print_line(&job_json(&job, &host).to_string());
    } else {
        print_line(&format!("job {id} goes on"));
    }
    Ok(())
}

async fn list(store: &Store, options: &Options) -> anyhow::Result<()> {
    let (mut before, mut all) = (None, Vec::new());
    if !options.json {
        print_line(HEADING);
    }
    loop {
        let jobs = store.list_all_jobs(before, CHUNK).await?;
        let Some((last, _)) = jobs.last() else { break };
        before = Some(last.id);
        for (job, host) in jobs {
            if options.unfinished && job.state.is_final() {
                continue;
            }
            if options.json {
                all.push(job_json(&job, &host));
            } else {
                print_line(&job_line(&job, &host));
            }
        }
    }
    if options.json {
        print_line(&Value::Array(all).to_string());
    }
    Ok(())
}

const HEADING: &str = "id\tportal\tuser\tkind\tstate\treason\ttotal\tdeleted\trestored\tgone\tdenied\tprotected\tfailed\tcancelled\tpending\tfaults\tresumes";

fn job_line(job: &Job, host: &str) -> String {
    let counts = &job.counts;
    [
        job.id.to_string(),
        host.to_owned(),
        job.principal.user_id.get().to_string(),
        job.kind.as_str().to_owned(),
        job.state.as_str().to_owned(),
        job.reason.map_or("-", Reason::as_str).to_owned(),
        counts.total.to_string(),
        counts.deleted.to_string(),
        counts.restored.to_string(),
        counts.gone.to_string(),
        counts.denied.to_string(),
        counts.protected.to_string(),
        counts.failed.to_string(),
        counts.cancelled.to_string(),
        counts.pending().to_string(),
        job.faults.to_string(),
        job.resumes_at.map_or_else(|| "-".to_owned(), UnixTime::iso),
    ]
    .join("\t")
}

fn job_json(job: &Job, host: &str) -> Value {
    let counts = &job.counts;
    json!({
        "id": job.id.0,
        "portal": host,
        "member_id": job.principal.member_id.as_str(),
        "user_id": job.principal.user_id,
        "kind": job.kind.as_str(),
        "state": job.state.as_str(),
        "reason": job.reason.map(Reason::as_str),
        "total": counts.total,
        "deleted": counts.deleted,
        "restored": counts.restored,
        "gone": counts.gone,
        "denied": counts.denied,
        "protected": counts.protected,
        "failed": counts.failed,
        "cancelled": counts.cancelled,
        "pending": counts.pending(),
        "faults": job.faults,
        "created_at": job.created_at.iso(),
        "started_at": job.started_at.map(UnixTime::iso),
        "finished_at": job.finished_at.map(UnixTime::iso),
        "resumes_at": job.resumes_at.map(UnixTime::iso),
    })
}
