/* One epoch of a network with two hidden layers, relu, sigmoid, cross-entropy and adam, on one core.
 * usage: plain ROWS COLUMNS UNITS BATCH; prints the rows a second of the second epoch. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct { int in, out; float *w, *g, *m, *v, *y, *d; } layer; /* w: (in + 1, out), the bias last */

static float uniform(void) { return (float)rand() / RAND_MAX - 0.5f; }

static layer made(int in, int out, int batch) {
  int n = (in + 1) * out;
  layer l = {in, out, malloc(4 * n), calloc(n, 4), calloc(n, 4), calloc(n, 4), malloc(4 * batch * out), malloc(4 * batch * out)};
  for (int i = 0; i < n; i++) l.w[i] = i < in * out ? uniform() * 2 * sqrtf(6.0f / (in + out)) : 0;
  return l;
}

static void forward(const layer *l, const float *restrict x, int batch, int relu) {
  for (int r = 0; r < batch; r++) {
    float *restrict y = l->y + r * l->out;
    for (int o = 0; o < l->out; o++) y[o] = l->w[l->in * l->out + o];
    for (int i = 0; i < l->in; i++) for (int o = 0; o < l->out; o++) y[o] += x[r * l->in + i] * l->w[i * l->out + o];
    if (relu) for (int o = 0; o < l->out; o++) y[o] = y[o] > 0 ? y[o] : 0;
  }
}

static void backward(layer *l, const float *restrict x, float *restrict dx, int batch) {
  for (int i = 0; i < (l->in + 1) * l->out; i++) l->g[i] = 0;
  for (int r = 0; r < batch; r++) {
    const float *restrict d = l->d + r * l->out;
    for (int i = 0; i < l->in; i++) for (int o = 0; o < l->out; o++) l->g[i * l->out + o] += x[r * l->in + i] * d[o];
    for (int o = 0; o < l->out; o++) l->g[l->in * l->out + o] += d[o];
    if (dx) for (int i = 0; i < l->in; i++) {
      float s = 0;
      for (int o = 0; o < l->out; o++) s += l->w[i * l->out + o] * d[o];
      dx[r * l->in + i] = x[r * l->in + i] > 0 ? s : 0;
    }
  }
}

static void adam(layer *l, float rate) {
  for (int i = 0; i < (l->in + 1) * l->out; i++) {
    float g = l->g[i];
    l->m[i] += 0.1f * (g - l->m[i]);
    l->v[i] += 0.001f * (g * g - l->v[i]);
    l->w[i] -= rate * l->m[i] / (sqrtf(l->v[i]) + 1e-7f);
  }
}

int main(int n, char **a) {
  int rows = atoi(a[1]), columns = atoi(a[2]), units = atoi(a[3]), batch = atoi(a[4]), steps = rows / batch, t = 0;
  float *x = malloc(4L * rows * columns), *y = malloc(4L * rows);
  for (long i = 0; i < (long)rows * columns; i++) x[i] = uniform() * 3;
  for (int r = 0; r < rows; r++) y[r] = x[(long)r * columns] * x[(long)r * columns + 1] > 0;
  layer l[3] = {made(columns, units, batch), made(units, units, batch), made(units, 1, batch)};
  double loss = 0, seconds = 0;
  for (int epoch = 0; epoch < 2; epoch++) {
    struct timespec s, e;
    clock_gettime(CLOCK_MONOTONIC, &s);
    loss = 0;
    for (int step = 0; step < steps; step++) {
      const float *bx = x + (long)step * batch * columns, *by = y + (long)step * batch;
      forward(&l[0], bx, batch, 1); forward(&l[1], l[0].y, batch, 1); forward(&l[2], l[1].y, batch, 0);
      for (int r = 0; r < batch; r++) {
        float z = l[2].y[r], p = 1 / (1 + expf(-z));
        loss += fmaxf(z, 0) - z * by[r] + log1pf(expf(-fabsf(z)));
        l[2].d[r] = (p - by[r]) / batch;
      }
      backward(&l[2], l[1].y, l[1].d, batch); backward(&l[1], l[0].y, l[0].d, batch); backward(&l[0], bx, NULL, batch);
      t++;
      float rate = 0.001f * sqrtf(1 - powf(0.999f, t)) / (1 - powf(0.9f, t));
      for (int k = 0; k < 3; k++) adam(&l[k], rate);
    }
    clock_gettime(CLOCK_MONOTONIC, &e);
    seconds = e.tv_sec - s.tv_sec + 1e-9 * (e.tv_nsec - s.tv_nsec);
  }
  fprintf(stderr, "loss %g\n", loss / steps / batch);
  printf("%f\n", steps * batch / seconds);
  return 0;
}
