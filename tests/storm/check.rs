//! Compares the simulator's true state with the application's data after a run.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, FromRow, SqlitePool};

use crate::log;
use crate::plan::Who;
use crate::settle::open_database;
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

struct Check<'a> {
    world: &'a World,
    notes: Notes,
    jobs: BTreeMap<i64, JobRow>,
    items: Vec<ItemRow>,
    faults: Vec<String>,
}

/// All faults of a run.
pub(crate) async fn check(mut world: World) -> Vec<String> {
    for process in &mut world.processes {
        if let Some(process) = process.take() {
            process.stop().await;
        }
    }
    let database = open_database(&world).await;
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
    let mut check = Check { world: &world, notes, jobs, items, faults };
    check.only_confirmed_contacts_were_deleted();
    check.every_deletion_has_an_outcome();
    check.every_deleted_outcome_is_true();
    check.no_contact_was_created_twice();
    check.counters_match_the_items();
    check.every_job_rests();
    check.copies_are_of_deleted_contacts(&database).await;
    check.no_rows_of_wiped_portals_are_left(&database).await;
    check.removal_queue_is_empty(&database).await;
    check.marks_are_removed_or_reported();
    check.no_secrets_are_written(&database).await;
    check.foreign_keys_are_intact(&database).await;
    database.close().await;
    check.faults
}

impl Check<'_> {
    fn portal_of(&self, job: &JobRow) -> Option<usize> {
        self.world.sim.portals().iter().position(|portal| portal.member_id() == job.member_id)
    }

    fn who(&self, job: &JobRow) -> Option<Who> {
        Some(Who { portal: self.portal_of(job)?, user: u64::from(job.user_id) })
    }

    fn only_confirmed_contacts_were_deleted(&mut self) {
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
                // User 3 does not see deals of other users, so the application counts none for this user.
                if !deals_may_go && who.user != 3 && self.world.with_deals[at].contains(&id) {
                    self.faults.push(format!("contact {id} of portal {at} has an open deal and was deleted"));
                }
            }
        }
    }

    /// The deletions that users' jobs account for.
    fn accounted_deletions(&self) -> BTreeSet<(Who, u64)> {
        let accounts = |item: &&ItemRow| {
            let rests = self.jobs.get(&item.job_id).is_some_and(|job| job.state == "paused");
            // When a user resumes a paused job, it checks the contacts that it asked to delete.
            item.outcome == "asked" && rests
                || item.outcome == "deleted"
                || item.outcome == "failed" && item.code.as_deref() == Some("no_clear_answer")
        };
        let owner =
            |item: &ItemRow| Some((self.who(self.jobs.get(&item.job_id)?)?, u64::from(item.contact_id)));
        self.items.iter().filter(accounts).filter_map(owner).collect()
    }

    fn every_deletion_has_an_outcome(&mut self) {
        let accounted = self.accounted_deletions();
        for (at, portal) in self.world.sim.portals().iter().enumerate() {
            if !self.kept_its_jobs(at) {
                continue;
            }
            for deletion in portal.deletions() {
                let key = (Who { portal: at, user: deletion.user_id }, deletion.contact_id);
                if !accounted.contains(&key) && !self.notes.singles.contains(&key) {
                    let says = self.outcomes_of(key.1);
                    self.faults.push(format!(
                        "contact {} of portal {at} was deleted, but no job reports it: {says}",
                        key.1
                    ));
                }
            }
        }
    }

    /// The outcomes of a contact in all jobs. They help to find the cause of a fault.
    fn outcomes_of(&self, id: u64) -> String {
        let items = self.items.iter().filter(|item| u64::from(item.contact_id) == id);
        let words = items.map(|item| {
            let state = self.jobs.get(&item.job_id).map_or("", |job| job.state.as_str());
            format!("job {} ({state}) {} {:?}", item.job_id, item.outcome, item.code)
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// Whether the application kept the portal's jobs for the whole run.
    fn kept_its_jobs(&self, portal: usize) -> bool {
        !self.notes.forgotten.contains(&portal)
    }

    fn every_deleted_outcome_is_true(&mut self) {
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
                    "job {} reports contact {id} as deleted, but it was not deleted",
                    item.job_id
                ));
            }
        }
        self.faults.extend(untrue);
    }

    fn no_contact_was_created_twice(&mut self) {
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

    fn counters_match_the_items(&mut self) {
        for job in self.jobs.values() {
            let count = |outcome: &str| {
                let of_job = |item: &&ItemRow| {
                    item.job_id == job.id && (outcome.is_empty() || item.outcome == outcome)
                };
                i64::try_from(self.items.iter().filter(of_job).count()).unwrap_or(i64::MAX)
            };
            let is_final = ["done", "cancelled", "failed"].contains(&job.state.as_str());
            if job.is_draft && is_final {
                // A draft that ended keeps only the number of its contacts.
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

    fn every_job_rests(&mut self) {
        for job in self.jobs.values() {
            let rests = ["draft", "paused", "done", "cancelled", "failed"].contains(&job.state.as_str());
            let reason = job.reason.as_deref().unwrap_or_default();
            if !rests {
                self.faults.push(format!("{} job {} is still {} ({reason})", job.kind, job.id, job.state));
            }
            if job.state == "paused" && reason.is_empty() || reason == "internal" {
                self.faults
                    .push(format!("{} job {} is {} with the reason {reason:?}", job.kind, job.id, job.state));
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

    async fn no_rows_of_wiped_portals_are_left(&mut self, database: &SqlitePool) {
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

    async fn removal_queue_is_empty(&mut self, database: &SqlitePool) {
        let left: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM removals) + (SELECT count(*) FROM portals WHERE member_id = ':removed')",
        )
        .fetch_one(database)
        .await
        .expect("removals");
        if left > 0 {
            self.faults.push("rows still wait for their removal".to_owned());
        }
    }

    /// A restored contact has no mark, unless its item has a code that reports the mark.
    fn marks_are_removed_or_reported(&mut self) {
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

    async fn no_secrets_are_written(&mut self, database: &SqlitePool) {
        let mut texts = vec![("log", log::text())];
        for table in ["audit", "requests"] {
            let columns: String = sqlx::query_scalar(
                "SELECT group_concat('coalesce(' || name || ', '''')', ' || ') FROM pragma_table_info($1)",
            )
            .bind(table)
            .fetch_one(database)
            .await
            .expect("columns");
            let sql = AssertSqlSafe(format!("SELECT coalesce(group_concat({columns}), '') FROM {table}"));
            texts.push((table, sqlx::query_scalar(sql).fetch_one(database).await.expect("rows")));
        }
        if texts[0].1.is_empty() || log::secrets() == 0 {
            self.faults.push("the log or the tokens of the run were not kept".to_owned());
        }
        for (place, text) in texts {
            for leak in log::leaks(&text) {
                self.faults.push(format!("{leak} is in the {place}"));
            }
        }
    }

    async fn foreign_keys_are_intact(&mut self, database: &SqlitePool) {
        let broken: Vec<String> = sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_check")
            .fetch_all(database)
            .await
            .expect("keys");
        if !broken.is_empty() {
            self.faults.push(format!("rows without their parents in {broken:?}"));
        }
    }
}
