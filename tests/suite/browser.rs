//! The app in a real browser, in a frame of the simulated portal's page.

mod accessibility;
mod admin;
mod banner;
mod bulk;
mod changes;
mod connect;
mod dialogs;
mod driver;
mod end_to_end;
mod flows;
mod idlist;
mod jobs_and_history;
mod keyboard;
mod languages;
mod list;
mod modes;
mod obstacles;
mod portal_page;
mod saved;
mod sections;
mod shots;
mod states;
mod views;
mod widgets;
