//! The first steps: an administrator of a newly installed portal sees them once; other users never see them.

use portal_sim::Portal;
use reqwest::Method;

use crate::events::installs;
use crate::support::TestApp;

const PATH: &str = "/api/portal/introduction";

async fn is_shown(app: &TestApp, portal: &Portal, user: u64) -> bool {
    let page = app.opens(&portal.frame_post(user)).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let is_shown = page.html.contains("data-testid=\"guide\"");
    assert_eq!(is_shown, page.html.contains("/js/guide.js"), "steps and their script come together");
    is_shown
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_the_first_steps_until_one_closes_them() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    portal.set_admin(2, true);
    assert!(is_shown(&app, &portal, 1).await && is_shown(&app, &portal, 2).await);
    assert!(!is_shown(&app, &portal, 3).await, "employees do not see the steps");
    let employee = app.signs_in(&portal, 3).await;
    assert_eq!(employee.call(Method::DELETE, PATH).await.status, 403);
    assert!(is_shown(&app, &portal, 1).await, "an employee closed the steps");
    let admin = app.signs_in(&portal, 1).await;
    for _ in 0..2 {
        assert_eq!(admin.call(Method::DELETE, PATH).await.status, 200);
    }
    assert!(!is_shown(&app, &portal, 1).await && !is_shown(&app, &portal, 2).await);
    installs(&app, &app.sim.portal(1)).await;
    assert!(is_shown(&app, &app.sim.portal(1), 1).await, "the steps are separate for each portal");
}

#[tokio::test(flavor = "multi_thread")]
async fn first_steps_return_only_after_a_clean_uninstallation() {
    let app = TestApp::start().await;
    let portal = app.portal();
    assert!(!is_shown(&app, &portal, 1).await, "the app was installed before");
    let puts_away = async || {
        let admin = app.signs_in(&portal, 1).await;
        assert_eq!(admin.call(Method::DELETE, PATH).await.status, 200);
    };
    installs(&app, &portal).await;
    puts_away().await;
    for (clean, expected) in [(false, false), (true, true)] {
        portal.uninstall(clean);
        portal.events_settled().await;
        installs(&app, &portal).await;
        assert_eq!(is_shown(&app, &portal, 1).await, expected, "clean: {clean}");
        puts_away().await;
    }
}
