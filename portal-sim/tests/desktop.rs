//! The desktop's pages over HTTP: the application's form, who sees which page, and that text of contacts and links is
//! escaped.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use portal_sim::{Pace, Portal, Rights, Sim, User};
use reqwest::redirect::Policy;
use serde_json::{Value, json};

const APP: &str = "http://127.0.0.1:8080";
const HOSTILE: &str = "</bdi><script>alert('x')</script>\" onload=\"y \u{202e}evil 😀";

struct Desktop {
    sim: Sim,
    http: reqwest::Client,
}

impl Desktop {
    async fn start() -> Self {
        let sim = Sim::builder().contacts(100).start().await.unwrap();
        sim.register_app(APP);
        let portal = sim.portal(0);
        portal.add_user(User { admin: true, ..User::new(1, "Ada", "Admin") });
        portal.add_user(User::new(2, "Uma", "User"));
        Self { sim, http: reqwest::Client::builder().redirect(Policy::none()).build().unwrap() }
    }

    fn portal(&self) -> Portal {
        self.sim.portal(0)
    }

    async fn get(&self, user_id: u64, path: &str) -> (u16, String) {
        let request = self.http.get(format!("{}{path}", self.portal().origin()));
        let response =
            request.header("Cookie", format!("a=b; sim_user={user_id}; sim_lang=ua")).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn post(&self, user_id: u64, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let request = self.http.post(format!("{}{path}", self.portal().origin()));
        let request =
            request.header("Cookie", format!("sim_user={user_id}")).header("Origin", self.portal().origin());
        let response = request.form(form).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn bind(&self, placement: &str) {
        let token = self.portal().mint_pair(1).access_token;
        let bound: Value = self
            .http
            .post(format!("{}placement.bind.json", self.portal().rest_url()))
            .json(&json!({
                "auth": token,
                "PLACEMENT": placement,
                "HANDLER": format!("{APP}/placement?from=widget"),
                "TITLE": HOSTILE,
                "LANG_ALL": {"ua": {"TITLE": "Видалити"}},
            }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(bound["result"], true, "{bound}");
    }
}

/// The value of a hidden field.
fn field(page: &str, name: &str) -> Option<String> {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(after.split('"').next()?.replace("&quot;", "\"").replace("&amp;", "&"))
}

fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    page.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_default()
}

/// The JSON that the page's script reads.
fn boot(page: &str) -> Value {
    serde_json::from_str(between(page, "data-frame-boot>", "</script>")).unwrap()
}

#[actix_web::test]
async fn the_main_page_is_opened_with_the_form_of_a_real_portal() {
    let desktop = Desktop::start().await;
    let portal = desktop.portal();
    portal.set_installed(true);
    let (status, page) = desktop.get(2, "/marketplace/app/1/?any=x&params[k]=/v").await;
    assert_eq!(status, 200);
    let action = between(&page, "action=\"http", "\"").replace("&amp;", "&");
    let boot = boot(&page);
    let sid = boot["app_sid"].as_str().unwrap();
    assert_eq!(sid.len(), 32);
    let domain = portal.domain().replace(':', "%3A");
    assert_eq!(action, format!("://127.0.0.1:8080/app?DOMAIN={domain}&PROTOCOL=0&LANG=ua&APP_SID={sid}"));
    assert!(page.contains(&format!("<iframe id=\"appframe_{sid}\" name=\"{}|0|{sid}\"", portal.domain())));
    assert_eq!(field(&page, "AUTH_EXPIRES").as_deref(), Some("3600"));
    assert_eq!(field(&page, "SERVER_ENDPOINT"), Some(format!("{}/rest/", desktop.sim.oauth_url())));
    assert_eq!(field(&page, "member_id"), Some(portal.member_id()));
    assert_eq!(field(&page, "APPLICATION_TOKEN"), Some(portal.application_token()));
    assert_eq!(field(&page, "PLACEMENT").as_deref(), Some("DEFAULT"));
    assert_eq!(field(&page, "PLACEMENT_OPTIONS").as_deref(), Some(r#"{"any":"x","params":{"k":"\/v"}}"#));
    assert_eq!(boot["app_origin"], APP);
    assert_eq!(boot["init"]["AUTH_ID"].as_str(), field(&page, "AUTH_ID").as_deref());
    assert_eq!(boot["init"]["IS_ADMIN"], false);
    assert_eq!(boot["init"]["INSTALL"], false);
    assert_eq!(boot["init"]["APP_OPTIONS"], json!([]));

    let (_, again) = desktop.get(2, "/marketplace/app/1/").await;
    assert_ne!(field(&again, "AUTH_ID"), field(&page, "AUTH_ID"));
    assert_ne!(between(&again, "name=\"appform_", "\""), sid);
    assert_eq!(field(&again, "PLACEMENT_OPTIONS"), None, "nothing is sent when there is nothing to send");
}

#[actix_web::test]
async fn before_the_installation_only_administrators_get_a_frame_with_the_installer() {
    let desktop = Desktop::start().await;
    let (_, others) = desktop.get(2, "/marketplace/app/1/").await;
    assert!(others.contains("desktop-not-installed") && !others.contains("<iframe"));
    let (_, installer) = desktop.get(1, "/marketplace/app/1/").await;
    assert!(installer.contains("action=\"http://127.0.0.1:8080/install?DOMAIN="));
    assert_eq!(boot(&installer)["init"]["INSTALL"], true);

    let (_, refused) = desktop.post(2, "/desktop/set-installed/", &[]).await;
    assert_eq!(refused, r#"{"already":false,"result":false}"#);
    assert!(!desktop.portal().is_installed());
    let (_, done) = desktop.post(1, "/desktop/set-installed/", &[]).await;
    assert_eq!(done, r#"{"already":false,"result":true}"#);
    assert!(desktop.portal().is_installed());
    let (_, again) = desktop.post(1, "/desktop/set-installed/", &[]).await;
    assert_eq!(again, r#"{"already":true,"result":true}"#);

    let (_, market) = desktop.get(1, "/marketplace/").await;
    assert!(market.contains("desktop-uninstall") && !market.contains("desktop-install\""));
    assert_eq!(desktop.post(2, "/desktop/uninstall/", &[("clean", "Y")]).await.0, 403);
    assert_eq!(desktop.post(1, "/desktop/uninstall/", &[("clean", "Y")]).await.0, 303);
    assert!(!desktop.portal().is_installed());
}

#[actix_web::test]
async fn a_widget_is_shown_where_it_is_bound_once_the_application_is_installed() {
    let desktop = Desktop::start().await;
    let id = desktop.portal().contact_ids()[4];
    let (list, card) = ("/crm/contact/list/".to_owned(), format!("/crm/contact/details/{id}/"));
    desktop.bind("CRM_CONTACT_LIST_MENU").await;
    assert!(
        !desktop.get(2, &list).await.1.contains("desktop-widget-button"),
        "not before the end of the installation"
    );
    desktop.portal().set_installed(true);
    let (_, page) = desktop.get(2, &list).await;
    assert_eq!(page.matches("desktop-widget-button").count(), 20);
    assert!(page.contains(">Видалити</button>"));
    assert!(
        !desktop.get(2, &card).await.1.contains("desktop-widget-button"),
        "only the list's menu is bound"
    );
    desktop.bind("CRM_CONTACT_DETAIL_TOOLBAR").await;
    let (_, page) = desktop.get(2, &card).await;
    let handler = between(&page, "data-widget=\"", "\"");
    let options = between(&page, "data-options=\"", "\"").replace("&quot;", "\"");
    assert_eq!(options, format!(r#"{{"ID":"{id}","URI":"{card}"}}"#));

    let (_, panel) = desktop.post(2, "/desktop/frame/", &[("handler", handler), ("options", &options)]).await;
    assert!(panel.contains("action=\"http://127.0.0.1:8080/placement?from=widget&amp;DOMAIN="));
    assert!(panel.contains("data-testid=\"desktop-slider-frame\""));
    assert_eq!(field(&panel, "PLACEMENT").as_deref(), Some("CRM_CONTACT_DETAIL_TOOLBAR"));
    let sent: Value = serde_json::from_str(&field(&panel, "PLACEMENT_OPTIONS").unwrap()).unwrap();
    assert_eq!(sent, json!({"ID": id.to_string(), "URI": card}));

    desktop.portal().set_app_access(2, false);
    assert!(!desktop.get(2, &card).await.1.contains("desktop-widget-button"), "no access, no widget");
    assert!(desktop.get(2, "/marketplace/app/1/").await.1.contains("desktop-no-access"));
}

#[actix_web::test]
async fn hostile_names_and_links_are_escaped() {
    let desktop = Desktop::start().await;
    desktop.portal().set_installed(true);
    let id = desktop.portal().contact_ids()[0];
    desktop.portal().change_contact(
        id,
        &json!({"NAME": HOSTILE, "PHONE": [{"VALUE": HOSTILE}], "EMAIL": [{"VALUE": HOSTILE}]}),
    );
    desktop.portal().add_user(User::new(3, HOSTILE, ""));
    desktop.bind("CRM_CONTACT_LIST_MENU").await;
    let query = "?a=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E&b=%22%3E%3Cimg%3E";
    let card = format!("/crm/contact/details/{id}/");
    for path in ["/", "/crm/contact/list/", &card, "/marketplace/", &format!("/marketplace/app/1/{query}")] {
        let (_, page) = desktop.get(3, path).await;
        assert!(!page.contains("<script>"), "{path}");
        assert!(!page.contains("<img"), "{path}");
        assert!(!page.contains("\" onload"), "{path}");
        assert!(page.contains("&lt;/bdi&gt;&lt;script&gt;"), "{path}");
    }
    let (_, page) = desktop.get(1, &format!("/marketplace/app/1/{query}")).await;
    assert_eq!(boot(&page)["init"]["PLACEMENT_OPTIONS"]["a"], "</script><script>alert(1)</script>");
}

#[actix_web::test]
async fn a_user_sees_only_readable_contacts() {
    let desktop = Desktop::start().await;
    let id = desktop.portal().contact_ids()[0];
    let (_, first) = desktop.get(2, "/crm/contact/list/").await;
    assert!(first.contains("1–20 з 100") && first.contains("CRM"));
    assert!(desktop.get(2, "/crm/contact/list/?page=5").await.1.contains("81–100 з 100"));
    desktop.portal().set_rights(2, Rights::None, Rights::None);
    assert!(desktop.get(2, "/crm/contact/list/").await.1.contains("Контактів немає"));
    assert_eq!(desktop.get(2, &format!("/crm/contact/details/{id}/")).await.0, 404);
    assert_eq!(desktop.get(1, &format!("/crm/contact/details/{id}/")).await.0, 200);
}

#[actix_web::test]
async fn actions_from_other_sites_are_refused() {
    let desktop = Desktop::start().await;
    for path in
        ["/desktop/set-installed/", "/desktop/uninstall/", "/desktop/refresh-auth/", "/desktop/frame/"]
    {
        let request = desktop.http.post(format!("{}{path}", desktop.portal().origin())).header("Origin", APP);
        let response = request.form(&[("clean", "Y")]).send().await.unwrap();
        assert_eq!(response.status(), 403, "{path}");
    }
}

#[actix_web::test]
async fn refresh_auth_answers_a_valid_pair_and_nothing_to_dismissed_users() {
    let desktop = Desktop::start().await;
    desktop.portal().set_installed(true);
    let pair: Value = serde_json::from_str(&desktop.post(2, "/desktop/refresh-auth/", &[]).await.1).unwrap();
    assert_eq!(pair["expires_in"], "3600");
    let profile =
        format!("{}profile?auth={}", desktop.portal().rest_url(), pair["access_token"].as_str().unwrap());
    let profile: Value = desktop.http.get(profile).send().await.unwrap().json().await.unwrap();
    assert_eq!(profile["result"]["ID"], "2");
    desktop.portal().dismiss(2);
    assert_eq!(desktop.post(2, "/desktop/refresh-auth/", &[]).await.1, "{}");
}

#[actix_web::test]
async fn portal_and_authorization_server_serve_the_script_for_frames() {
    let desktop = Desktop::start().await;
    for origin in [desktop.portal().origin(), desktop.sim.oauth_url()] {
        let response = desktop.http.get(format!("{origin}/api/v1/")).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
        assert!(response.text().await.unwrap().contains("window.BX24"));
    }
}

#[actix_web::test]
async fn the_session_form_saves_user_and_language() {
    let desktop = Desktop::start().await;
    let request = desktop.http.post(format!("{}/desktop/session/", desktop.portal().origin()));
    let back = "/marketplace/app/1/?a=b";
    let response = request.form(&[("user", "2"), ("lang", "pl"), ("back", back)]).send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["location"]), (303, &back.parse().unwrap()));
    let cookies = response.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookies: Vec<_> = cookies.collect();
    assert!(cookies[0].starts_with("sim_user=2; Path=/;") && cookies[1].starts_with("sim_lang=pl; Path=/;"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pace_can_be_switched_only_if_the_simulator_has_one() {
    let desktop = Desktop::start().await;
    assert!(!desktop.get(1, "/").await.1.contains("desktop-pace"));
    assert_eq!(desktop.post(1, "/desktop/pace/", &[("pace", "real"), ("back", "/")]).await.0, 303);
    assert_eq!(desktop.portal().pace(), None, "without a switch nobody changes it");
    desktop.portal().set_pace(Pace::Real);
    let home = desktop.get(1, "/").await.1;
    assert!(home.contains("desktop-pace") && home.contains("Як на порталі"), "{home}");
    assert_eq!(desktop.post(2, "/desktop/pace/", &[("pace", "fast"), ("back", "/crm/")]).await.0, 303);
    assert_eq!(desktop.portal().pace(), Some(Pace::Fast));
    let foreign = desktop.http.post(format!("{}/desktop/pace/", desktop.portal().origin()));
    let foreign = foreign.header("Origin", "http://evil.test").form(&[("pace", "real"), ("back", "/")]);
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    assert_eq!(desktop.portal().pace(), Some(Pace::Fast));
}
