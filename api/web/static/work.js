// Work that takes a while: follows how far it is, shows the part when it is there, and can be stopped. Leaving
// the page closes the line, which ends the work on the server.
class LongWork extends HTMLElement {
  connectedCallback() {
    if (this.source || this.querySelector(".whole").hasChildNodes()) return;
    const bar = this.querySelector("progress");
    this.source = new EventSource(this.dataset.address);
    this.source.addEventListener("done", ({ data }) => { bar.value = JSON.parse(data); });
    this.source.addEventListener("whole", ({ data }) => {
      this.close();
      this.querySelector(".whole").innerHTML = JSON.parse(data);
      window.htmx?.process(this);
    });
    this.source.addEventListener("error", () => {
      // A browser would ask again by itself; that is for the person to decide.
      this.close();
      this.querySelector(".broken").hidden = false;
    });
    this.querySelector("button").addEventListener("click", () => {
      this.close();
      location.replace(this.dataset.stopped);
    });
  }

  disconnectedCallback() { this.close(); }

  close() {
    this.source?.close();
    this.source = null;
    this.querySelector(".working").hidden = true;
  }
}

customElements.define("long-work", LongWork);
