//! Data with a limited lifetime. The tests move the clock.

use std::time::Duration;

use contact_eraser::domain::clock::Clock;
use contact_eraser::worker;
use portal_sim::Outage;
use reqwest::Method;
use serde_json::json;

use crate::events::installs;
use crate::jobs::drafts::are_left;
use crate::renewal::silence::flows_of;
use crate::support::TestApp;

const DAY: Duration = Duration::from_hours(24);

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_kept_as_long_as_the_settings_say() {
    let app = TestApp::start().await;
    let (short, long) = (app.sim.portal(0), app.sim.portal(1));
    let of = |table: &str, portal: &portal_sim::Portal| {
        format!("{table} WHERE member_id = '{}'", portal.member_id())
    };
    for (portal, settings) in
        [(&short, json!({"audit_days": 30, "request_log_days": 3})), (&long, json!({"audit_days": 400}))]
    {
        let admin = app.signs_in(portal, 1).await;
        admin.saves_settings(&settings).await;
        admin.deletes_contact(50).await;
        admin.get("/api/requests").await;
    }
    let flows = flows_of(&app, &[]).await;
    let steps: [(u32, [bool; 4]); 5] = [
        (2, [true, true, true, true]),
        (4, [true, false, true, true]),
        (15, [true, false, true, false]),
        (31, [false, false, true, false]),
        (401, [false, false, false, false]),
    ];
    let mut days = 0;
    for (day, kept) in steps {
        app.clock.passes(DAY * (day - days));
        days = day;
        worker::round(&flows).await;
        let rows = [of("audit", &short), of("requests", &short), of("audit", &long), of("requests", &long)];
        for (rows, kept) in rows.iter().zip(kept) {
            assert_eq!(app.rows(rows).await > 0, kept, "{rows} after {day} days");
        }
    }
    assert_eq!(app.rows("settings").await, 2, "settings stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_connections_and_left_portals_are_removed() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    app.signs_in(&app.portal(), 1).await.saves_settings(&json!({"snapshot_days": 1})).await;
    app.posts_raw("/oauth/start", "", format!("portal={}", app.portal().domain())).await;
    app.portal().uninstall(false);
    app.portal().events_settled().await;
    assert!(app.rows("oauth_states").await > 0 && app.rows("seen_events").await > 0);
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(Duration::from_mins(11));
    worker::round(&flows).await;
    assert_eq!((app.rows("oauth_states").await, app.rows("settings").await), (0, 1));
    app.clock.passes(8 * DAY);
    worker::round(&flows).await;
    assert_eq!((app.rows("seen_events").await, app.rows("portals").await), (0, 1), "the portal may return");
    app.clock.passes(366 * DAY);
    worker::round(&flows).await;
    assert_eq!((app.rows("portals").await, app.rows("settings").await, app.rows("audit").await), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn log_of_a_busy_portal_is_limited() {
    let app = TestApp::start().await;
    app.signs_in(&app.portal(), 1).await.get("/api/requests").await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 106000)
        INSERT INTO requests (member_id, user_id, method, parameters, outcome, milliseconds, attempt, request_id, created_at)
        SELECT r.member_id, 1, 'batch', '', 'ok', i, 1, 'r', r.created_at FROM n, (SELECT * FROM requests LIMIT 1) r";
    sqlx::query(many).execute(&pool).await.unwrap();
    pool.close().await;
    let newest = app.number("SELECT max(id) FROM requests").await;
    worker::round(&flows_of(&app, &[]).await).await;
    assert_eq!(app.rows("requests").await, 100_000);
    assert_eq!(app.number("SELECT max(id) FROM requests").await, newest, "the oldest lines are removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_destroyed_after_their_days() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let name = "Quirinalia";
    let id = portal.add_contact(&json!({"NAME": name}));
    let user = app.signs_in(&portal, 1).await;
    let job = user.deletes(&[id]).await;
    user.ends(job).await;
    assert_eq!(app.rows("snapshots").await, 1);
    let holds = |bytes: &[u8]| bytes.windows(name.len()).any(|part| part == name.as_bytes());
    assert!(!app.database_files().iter().any(|(_, bytes)| holds(bytes)), "they are sealed");
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(DAY * 29);
    worker::round(&flows).await;
    assert_eq!(app.rows("snapshots").await, 1);
    app.clock.passes(DAY * 2);
    worker::round(&flows).await;
    assert_eq!(app.rows("snapshots").await, 0);
    assert_eq!(app.rows("job_items").await, 1, "the outcome is still known");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_jobs_are_removed_after_their_time() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    user.saves_settings(&json!({"audit_days": 60, "snapshot_days": 90})).await;
    let draft =
        user.creates_job(&json!({"contact_ids": [50, 51], "draft": true})).await.json["id"].as_u64().unwrap();
    let job = user.deletes(&[60]).await;
    user.ends(job).await;
    let single = user.call(Method::DELETE, "/api/contacts/61?snapshot=false").await;
    assert_eq!(single.json["job_id"], serde_json::Value::Null, "{single:?}");
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(Duration::from_mins(16));
    user.reaches(draft, &["cancelled"]).await;
    are_left(&app, 1).await;
    // These rows remain: jobs, their contacts (a draft loses them when it ends), counted single deletions.
    for (days, left) in [(0, (2, 1, 1)), (2, (2, 1, 0)), (6, (1, 1, 0)), (60, (1, 1, 0)), (30, (0, 0, 0))] {
        app.clock.passes(DAY * days);
        worker::round(&flows).await;
        let rows = (app.rows("jobs").await, app.rows("job_items").await, app.rows("single_deletions").await);
        assert_eq!(rows, left, "{days} more days: copies keep a job alive");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_jobs_stay_as_long_as_their_source_can_be_restored() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    user.saves_settings(&json!({"audit_days": 1, "snapshot_days": 90})).await;
    let job = user.deletes(&[60]).await;
    user.ends(job).await;
    let restore = user.commands(job, "restore").await.json["id"].as_u64().unwrap();
    assert_eq!(user.ends(restore).await["restored"], 1);
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(DAY * 30);
    worker::round(&flows).await;
    let user = app.signs_in(&portal, 1).await;
    assert_eq!(
        user.commands(job, "restore").await.problem(),
        (409, "job_conflict"),
        "no contact is restored twice"
    );
    for left in [1, 0] {
        app.clock.passes(DAY * 61);
        worker::round(&flows).await;
        assert_eq!(app.rows("jobs").await, left, "first the deletion job, then the restore");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_words_of_abandoned_jobs_are_removed() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    user.saves_settings(&json!({"audit_days": 60})).await;
    portal.set_outage(Some(Outage::Unavailable));
    let ids = portal.contact_ids();
    let mut jobs = Vec::new();
    for request_body in [
        json!({"filter": {"search": "Zoe"}, "draft": true}),
        json!({"filter": {"search": "Zoe"}, "expected_total": 5}),
        json!({"contact_ids": ids[..3], "include_open_deals": true}),
    ] {
        let job = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
        assert_eq!(user.commands(job, "pause").await.json["state"], "paused");
        jobs.push(job);
    }
    let waits = user.creates_job(&json!({"filter": {"search": "Ida"}, "expected_total": 5})).await.json["id"]
        .as_u64()
        .unwrap();
    user.reaches(waits, &["waiting"]).await;
    let sealed = "jobs WHERE filter IS NOT NULL";
    let flows = flows_of(&app, &[]).await;
    // After these days: the number of jobs with a filter, and of paused jobs.
    for (days, searched, paused) in [(6, 3, 3), (2, 1, 1), (51, 1, 1), (2, 1, 0)] {
        app.clock.passes(DAY * days);
        worker::round(&flows).await;
        assert_eq!(app.rows(sealed).await, searched, "{days} more days");
        assert_eq!(app.rows("jobs WHERE state = 'paused'").await, paused, "{days} more days");
    }
    // The worker calls the portal for a month, and perhaps just now.
    let rests = format!("jobs WHERE state = 'waiting' AND resumes_at > {}", app.clock.now().0);
    while app.rows(&rests).await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    app.runs("UPDATE jobs SET setbacks = 4000 WHERE state = 'waiting'").await;
    worker::round(&flows).await;
    assert_eq!(app.rows(sealed).await, 0);
    assert_eq!(app.rows("jobs WHERE finished_at IS NULL").await, 0);
    assert_eq!(app.rows("job_items WHERE outcome = 'pending'").await, 0);
    for (job, reason) in jobs.iter().skip(1).map(|job| (*job, "left_alone")) {
        let ended = format!("jobs WHERE id = {job} AND state = 'cancelled' AND reason = '{reason}'");
        assert_eq!(app.rows(&ended).await, 1, "{job}");
    }
    assert_eq!(app.rows("audit WHERE action = 'finish_job' AND outcome = 'cancelled'").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_words_are_removed_with_the_portal() {
    for clean in [true, false] {
        let app = TestApp::start().await;
        let portal = app.portal();
        installs(&app, &portal).await;
        let user = app.signs_in(&portal, 1).await;
        portal.set_outage(Some(Outage::Unavailable));
        let draft = json!({"filter": {"search": "Zoe"}, "draft": true});
        let paused = user.creates_job(&draft).await.json["id"].as_u64().unwrap();
        user.commands(paused, "pause").await;
        user.creates_job(&json!({"filter": {"search": "Ida"}, "expected_total": 5})).await;
        assert_eq!(app.rows("jobs WHERE filter IS NOT NULL").await, 2);
        portal.set_outage(None);
        portal.uninstall(clean);
        portal.events_settled().await;
        assert_eq!(app.rows("jobs WHERE filter IS NOT NULL").await, 0, "clean: {clean}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn job_that_cannot_be_ended_does_not_block_others() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.portal().set_outage(Some(Outage::Unavailable));
    let mut jobs = Vec::new();
    for name in ["Ida", "Zoe"] {
        let job =
            user.creates_job(&json!({"filter": {"search": name}, "expected_total": 5})).await.json["id"]
                .as_u64()
                .unwrap();
        assert_eq!(user.commands(job, "pause").await.json["state"], "paused");
        jobs.push(job);
    }
    app.runs("UPDATE jobs SET user_id = 0 WHERE id = (SELECT min(id) FROM jobs)").await;
    app.clock.passes(DAY * 8);
    worker::round(&flows_of(&app, &[]).await).await;
    assert_eq!(app.rows(&format!("jobs WHERE id = {} AND state = 'cancelled'", jobs[1])).await, 1);
}
