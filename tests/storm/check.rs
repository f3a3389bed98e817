//! The verdict: what the simulator knows to be true, held against what the application says.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, FromRow, SqlitePool};

use crate::calm::open;
use crate::log;
use crate::plan::Who;
use crate::world::{Notes, World, lock};

#[derive(FromRow)]
struct JobRow {
    id: i64,
    member_id: String,
    user_id: u32,
    kind: String,
    state: String,
    reason: Option<String>,
    is_draft: bool,
    total: i64,
    deleted: i64,
    gone: i64,
    denied: i64,
    protected: i64,
    failed: i64,
    cancelled: i64,
    restored: i64,
}

#[derive(FromRow)]
struct ItemRow {
    job_id: i64,
    contact_id: u32,
    outcome: String,
    code: Option<String>,
    new_id: Option<u32>,
}

struct Verdict<'a> {
    world: &'a World,
    notes: Notes,
    jobs: BTreeMap<i64, JobRow>,
    items: Vec<ItemRow>,
    faults: Vec<String>,
}

/// Everything that is not as it has to be.
pub(crate) async fn verdict(mut world: World) -> Vec<String> {
    for process in &mut world.processes {
        if let Some(process) = process.take() {
            process.stop().await;
        }
    }
    let database = open(&world).await;
    let jobs: Vec<JobRow> =
        sqlx::query_as("SELECT * FROM jobs ORDER BY id").fetch_all(&database).await.expect("jobs");
    let items: Vec<ItemRow> =
        sqlx::query_as("SELECT job_id, contact_id, outcome, code, new_id FROM job_items")
            .fetch_all(&database)
            .await
            .expect("items");
    let notes = std::mem::take(&mut *lock(&world.notes));
    let faults = notes.faults.clone();
    let jobs = jobs.into_iter().map(|job| (job.id, job)).collect();
    let mut verdict = Verdict { world: &world, notes, jobs, items, faults };
    verdict.only_what_was_confirmed_was_deleted();
    verdict.every_deletion_is_told();
    verdict.every_claim_is_true();
    verdict.nothing_was_created_twice();
    verdict.counters_are_those_of_the_items();
    verdict.everything_came_to_rest();
    verdict.copies_are_of_deleted_contacts(&database).await;
    verdict.nothing_is_left_of_wiped_portals(&database).await;
    verdict.nothing_stands_in_line(&database).await;
    verdict.marks_are_off_or_told();
    verdict.nothing_is_said_that_is_secret(&database).await;
    verdict.integrity(&database).await;
    database.close().await;
    verdict.faults
}

impl Verdict<'_> {
    fn portal_of(&self, job: &JobRow) -> Option<usize> {
        self.world.sim.portals().iter().position(|portal| portal.member_id() == job.member_id)
    }

    fn who(&self, job: &JobRow) -> Option<Who> {
        Some(Who { portal: self.portal_of(job)?, user: u64::from(job.user_id) })
    }

    fn only_what_was_confirmed_was_deleted(&mut self) {
        for (at, portal) in self.world.sim.portals().iter().enumerate() {
            let deals_may_go = self.notes.deals_may_go.contains(&at);
            for deletion in portal.deletions() {
                let (who, id) = (Who { portal: at, user: deletion.user_id }, deletion.contact_id);
                let by_filter = self
                    .notes
                    .filters
                    .iter()
                    .any(|(by, filter)| *by == who && self.world.matches(at, id, *filter));
                let is_confirmed =
                    self.notes.confirmed.contains(&(who, id)) || self.notes.singles.contains(&(who, id));
                if !is_confirmed && !by_filter {
                    self.faults.push(format!(
                        "contact {id} of portal {at} was deleted as user {} who never confirmed it",
                        who.user
                    ));
                }
                // User 3 does not see the deals of others, so they are none to the application.
                if !deals_may_go && who.user != 3 && self.world.with_deals[at].contains(&id) {
                    self.faults.push(format!("contact {id} of portal {at} has an open deal and was deleted"));
                }
            }
        }
    }

    /// Which contacts a user's jobs have an outcome for that accounts for a deletion.
    fn told(&self) -> BTreeSet<(Who, u64)> {
        let told = |item: &&ItemRow| {
            let rests = self.jobs.get(&item.job_id).is_some_and(|job| job.state == "paused");
            // What a paused job has asked for is looked up when somebody resumes it.
            item.outcome == "asked" && rests
                || item.outcome == "deleted"
                || item.outcome == "failed" && item.code.as_deref() == Some("no_clear_answer")
        };
        let owner =
            |item: &ItemRow| Some((self.who(self.jobs.get(&item.job_id)?)?, u64::from(item.contact_id)));
        self.items.iter().filter(told).filter_map(owner).collect()
    }

    fn every_deletion_is_told(&mut self) {
        let told = self.told();
        for (at, portal) in self.world.sim.portals().iter().enumerate() {
            if !self.has_memory(at) {
                continue;
            }
            for deletion in portal.deletions() {
                let key = (Who { portal: at, user: deletion.user_id }, deletion.contact_id);
                if !told.contains(&key) && !self.notes.singles.contains(&key) {
                    let says = self.what_is_said_of(key.1);
                    self.faults.push(format!(
                        "contact {} of portal {at} was deleted and no job says so: {says}",
                        key.1
                    ));
                }
            }
        }
    }

    /// The outcomes that items have for a contact's number, for whoever looks for the cause.
    fn what_is_said_of(&self, id: u64) -> String {
        let items = self.items.iter().filter(|item| u64::from(item.contact_id) == id);
        let words = items.map(|item| {
            let state = self.jobs.get(&item.job_id).map_or("", |job| job.state.as_str());
            format!("job {} ({state}) {} {:?}", item.job_id, item.outcome, item.code)
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Whether the portal's jobs were kept all through the run.
    fn has_memory(&self, portal: usize) -> bool {
        !self.notes.forgotten.contains(&portal)
    }

    fn every_claim_is_true(&mut self) {
        let mut untrue = Vec::new();
        for item in self.items.iter().filter(|item| item.outcome == "deleted") {
            let Some(job) = self.jobs.get(&item.job_id) else { continue };
            let Some(who) = self.who(job).filter(|_| job.state == "done" || !self.notes.has_lied) else {
                continue;
            };
            let (portal, id) = (self.world.sim.portal(who.portal), u64::from(item.contact_id));
            let is_deleted = portal.deletions().iter().any(|deletion| deletion.contact_id == id);
            if !is_deleted && !self.notes.removed.contains(&(who.portal, id)) {
                untrue.push(format!(
                    "job {} says that it deleted contact {id}, which nobody deleted",
                    item.job_id
                ));
            }
        }
        self.faults.extend(untrue);
    }

    fn nothing_was_created_twice(&mut self) {
        for (at, portal) in self.world.sim.portals().iter().enumerate() {
            let mut created: BTreeMap<(String, String), usize> = BTreeMap::new();
            for addition in portal.additions() {
                let Some(origin) = addition.origin else { continue };
                let mut parts = origin.split('-');
                let (source, _job, contact) = (parts.next(), parts.next(), parts.next());
                let key = (source.unwrap_or_default().to_owned(), contact.unwrap_or_default().to_owned());
                *created.entry(key).or_default() += 1;
            }
            for ((source, contact), times) in created {
                if times > 1 {
                    self.faults.push(format!(
                        "contact {contact} of job {source} was created {times} times on portal {at}"
                    ));
                }
            }
        }
    }

    fn counters_are_those_of_the_items(&mut self) {
        for job in self.jobs.values() {
            let count = |outcome: &str| {
                let of_job = |item: &&ItemRow| {
                    item.job_id == job.id && (outcome.is_empty() || item.outcome == outcome)
                };
                i64::try_from(self.items.iter().filter(of_job).count()).unwrap_or(i64::MAX)
            };
            let is_final = ["done", "cancelled", "failed"].contains(&job.state.as_str());
            if job.is_draft && is_final {
                // Of a draft that ended only the number is kept.
                if count("") > 0 || job.cancelled + job.failed != job.total {
                    self.faults.push(format!("draft {} has ended and keeps {} contacts", job.id, count("")));
                }
                continue;
            }
            let counters = [
                ("", job.total),
                ("deleted", job.deleted),
                ("gone", job.gone),
                ("denied", job.denied),
                ("protected", job.protected),
                ("failed", job.failed),
                ("cancelled", job.cancelled),
                ("restored", job.restored),
            ];
            for (outcome, counter) in counters {
                if count(outcome) != counter {
                    let what = if outcome.is_empty() { "all" } else { outcome };
                    self.faults.push(format!(
                        "job {} counts {counter} {what} and has {}",
                        job.id,
                        count(outcome)
                    ));
                }
            }
            let open = count("pending") + count("asked");
            if is_final && open > 0 {
                self.faults.push(format!("job {} ended as {} with {open} contacts open", job.id, job.state));
            }
        }
    }

    fn everything_came_to_rest(&mut self) {
        for job in self.jobs.values() {
            let rests = ["draft", "paused", "done", "cancelled", "failed"].contains(&job.state.as_str());
            let reason = job.reason.as_deref().unwrap_or_default();
            if !rests {
                self.faults.push(format!("{} job {} is still {} ({reason})", job.kind, job.id, job.state));
            }
            if job.state == "paused" && reason.is_empty() || reason == "internal" {
                self.faults
                    .push(format!("{} job {} is {} for the reason {reason:?}", job.kind, job.id, job.state));
            }
        }
    }

    async fn copies_are_of_deleted_contacts(&mut self, database: &SqlitePool) {
        let others: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM snapshots LEFT JOIN job_items USING (job_id, contact_id)
             WHERE outcome IS NULL
                OR outcome NOT IN ('deleted', 'asked') AND NOT (outcome = 'pending' AND tries > 0)
                   AND NOT (outcome = 'failed' AND coalesce(code, '') = 'no_clear_answer')",
        )
        .fetch_one(database)
        .await
        .expect("copies");
        if others > 0 {
            self.faults.push(format!("{others} copies are kept of contacts that were not deleted"));
        }
    }

    async fn nothing_is_left_of_wiped_portals(&mut self, database: &SqlitePool) {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'member_id'
             WHERE m.type = 'table'",
        )
        .fetch_all(database)
        .await
        .expect("tables");
        for at in &self.notes.wiped {
            let member_id = self.world.sim.portal(*at).member_id();
            for table in &tables {
                let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table} WHERE member_id = $1"));
                let left: i64 =
                    sqlx::query_scalar(sql).bind(&member_id).fetch_one(database).await.expect("rows");
                if left > 0 {
                    self.faults
                        .push(format!("{left} rows of portal {at} are left in {table} after it was wiped"));
                }
            }
        }
    }

    async fn nothing_stands_in_line(&mut self, database: &SqlitePool) {
        let left: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM removals) + (SELECT count(*) FROM portals WHERE member_id = ':removed')",
        )
        .fetch_one(database)
        .await
        .expect("removals");
        if left > 0 {
            self.faults.push("something still stands in line of removal".to_owned());
        }
    }

    /// A contact that was created again belongs to nobody, unless it is told that its mark stayed.
    fn marks_are_off_or_told(&mut self) {
        for item in self.items.iter().filter(|item| item.outcome == "restored" && item.code.is_none()) {
            let Some((job, new_id)) = self.jobs.get(&item.job_id).zip(item.new_id) else { continue };
            let contact =
                self.portal_of(job).and_then(|at| self.world.sim.portal(at).contact(u64::from(new_id)));
            if job.state == "done"
                && contact.is_some_and(|contact| contact["ORIGINATOR_ID"] == "contact-eraser")
            {
                self.faults.push(format!("contact {new_id} of job {} still has its mark", item.job_id));
            }
        }
    }

    async fn nothing_is_said_that_is_secret(&mut self, database: &SqlitePool) {
        let mut said = vec![("log", log::text())];
        for table in ["audit", "requests"] {
            let columns: String = sqlx::query_scalar(
                "SELECT group_concat('coalesce(' || name || ', '''')', ' || ') FROM pragma_table_info($1)",
            )
            .bind(table)
            .fetch_one(database)
            .await
            .expect("columns");
            let sql = AssertSqlSafe(format!("SELECT coalesce(group_concat({columns}), '') FROM {table}"));
            said.push((table, sqlx::query_scalar(sql).fetch_one(database).await.expect("rows")));
        }
        if said[0].1.is_empty() || log::secrets() == 0 {
            self.faults.push("the log or the tokens of the run were not kept".to_owned());
        }
        for (place, text) in said {
            for leak in log::leaks(&text) {
                self.faults.push(format!("{leak} stands in the {place}"));
            }
        }
    }

    async fn integrity(&mut self, database: &SqlitePool) {
        let broken: Vec<String> = sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_check")
            .fetch_all(database)
            .await
            .expect("keys");
        if !broken.is_empty() {
            self.faults.push(format!("rows without their parents in {broken:?}"));
        }
    }
}
